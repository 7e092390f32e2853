import { assertNever } from '../../shared/assertNever.ts'
import { DescentError, toFailure, type Failure } from '../../shared/errors.ts'
import type { Run } from '../../shared/runs.ts'
import type { SearchPoint, Trial } from '../../shared/search.ts'
import type { StudyPlan } from '../../shared/studies.ts'
import { networksOf, type Recipe } from '../../shared/recipes.ts'
import { directionOf, type RunConfig, type WatchedMetric } from '../../shared/training.ts'
import { applyPoint } from '../../core/search/apply.ts'
import { nextPoint } from '../../core/search/next.ts'
import type { StoredStudy } from './ports.ts'

const largestSeed = 2 ** 32 - 1

/** What the trials of a study are scored by. */
export function objectiveOf(plan: StudyPlan, { training }: RunConfig): Pick<StoredStudy, 'metric' | 'direction'> {
  if (plan.kind === 'search') return { metric: plan.settings.metric, direction: plan.settings.direction }
  const metric = training.earlyStopping?.metric ?? 'loss'
  return { metric, direction: directionOf(metric) }
}

/** How many trials a plan is to have; a search may need fewer. */
export function plannedTrials(plan: StudyPlan): number {
  switch (plan.kind) {
    case 'repeat':
      return plan.seeds
    case 'folds':
      return networksOf(plan.folds)
    case 'search':
      return plan.settings.trials
    default:
      return assertNever(plan)
  }
}

/** With the folds of the plan in place of the recipe's own. */
export function recipeOf(plan: StudyPlan, recipe: Recipe): Recipe {
  return plan.kind === 'folds' ? { ...recipe, folds: plan.folds } : recipe
}

/** Throws `usage` where trials of the plan could not be compared with each other. */
export function requireComparable(plan: StudyPlan): void {
  if (plan.kind !== 'search' || plan.settings.metric !== 'loss') return
  const changed = plan.space.parameters.find(({ path }) => path === 'network.loss' || path.startsWith('network.loss.'))
  if (changed === undefined) return
  throw new DescentError(
    'usage',
    `A search over ${changed.path} cannot choose by the loss: it means something else in each trial.`,
    {
      hint: 'Choose a metric that does not depend on it, such as RMSE or accuracy.',
    },
  )
}

/** What a study's trials follow from. */
export type PlannedStudy = Pick<StoredStudy, 'plan' | 'config' | 'metric'>

/** What is a trial's own; a search's point may make no valid configuration. */
export interface PlannedTrial {
  config: RunConfig
  fold?: number
  point?: SearchPoint
  /** Why it cannot be trained. */
  failure?: Failure
}

/**
 * The trial of a number of a plan; null where a search has no point left. With a long history a search takes so long that
 * it is asked in the compute thread.
 *
 * @param history of a search: its trials so far, as they began
 */
export function planTrial(
  { plan, config, metric }: PlannedStudy,
  index: number,
  history: readonly Trial[],
): PlannedTrial | null {
  switch (plan.kind) {
    case 'repeat': {
      const seed = (config.training.seed + index) % (largestSeed + 1)
      return { config: asTrial({ ...config, training: { ...config.training, seed } }) }
    }
    case 'folds':
      return { config: asTrial(config), fold: index }
    case 'search': {
      const next = nextPoint(plan.space, plan.settings, history)
      if (next.kind === 'done') return null
      const { point } = next
      try {
        return { config: asTrial(measured(applyPoint(config, point), metric)), point }
      } catch (error) {
        return { config: asTrial(config), point, failure: toFailure(error) }
      }
    }
    default:
      return assertNever(plan)
  }
}

/**
 * Trials share the cores by training beside each other, each on one thread, and keep the weights of epochs only where
 * that is asked for: a study has many of them.
 */
function asTrial({ network, training }: RunConfig): RunConfig {
  return { network, training: { ...training, threads: 1, keptMegabytes: training.keptMegabytes ?? 0 } }
}

/** The metric that a search goes by is recorded, and the weights that a trial keeps are the best by it. */
function measured({ network, training }: RunConfig, metric: WatchedMetric): RunConfig {
  if (metric === 'loss') return { network, training }
  const { metrics = [], earlyStopping } = training
  return {
    network,
    training: {
      ...training,
      metrics: metrics.includes(metric) ? metrics : [...metrics, metric],
      earlyStopping: earlyStopping === null ? null : { ...earlyStopping, metric },
    },
  }
}

/** The name of a study's run. */
export function trialName(study: Pick<StoredStudy, 'name'>, index: number): Run['name'] {
  return `${study.name} · ${index + 1}`
}
