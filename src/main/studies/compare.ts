import type { Handlers } from '../../shared/contract.ts'
import type { Compared, ComparedMetric, Comparison } from '../../shared/comparison.ts'
import { DescentError } from '../../shared/errors.ts'
import type { SplitName } from '../../shared/recipes.ts'
import type { Run } from '../../shared/runs.ts'
import type { Study } from '../../shared/studies.ts'
import { usualConfidence } from '../../core/comparison/summary.ts'
import { verdict, type Measured, type Verdict } from '../../core/comparison/verdict.ts'
import { isRowMetric, type RowMetric } from '../../core/metrics/rowScores.ts'
import type { ComputeClient } from '../compute/client.ts'
import type { ComparedModel } from '../compute/protocol.ts'
import type { Jobs } from '../jobs/jobs.ts'
import { loadModel } from '../runs/models.ts'
import type { DataPreparer } from '../runs/preparer.ts'
import type { RunsService } from '../runs/service.ts'
import { foldsId } from './foldsId.ts'
import type { StoredTrial, StudyStorage } from './ports.ts'
import { metricOf } from './results.ts'
import type { StudiesService } from './service.ts'

interface CompareContext {
  storage: StudyStorage
  runs: RunsService
  studies: StudiesService
  preparer: DataPreparer
  compute: ComputeClient
  jobs: Jobs
}

/** A side of a comparison: one run, or the runs of a repeat or of folds. */
type Side = { name: string; like: Pick<Run, 'task' | 'target' | 'dataset' | 'recipe'> } & (
  { kind: 'run'; run: Run } | { kind: 'repeat' | 'folds'; study: Study; trials: StoredTrial[] }
)

interface Question {
  metric: ComparedMetric
  split: SplitName
}

const maximized: readonly ComparedMetric[] = ['r2', 'accuracy', 'balancedAccuracy', 'macroF1', 'rocAuc']

/** Compares runs and studies by what is known of their noise. */
export function createComparisons(context: CompareContext): Pick<Handlers, 'runs.compare'> {
  const { storage, runs, studies, preparer, compute, jobs } = context

  const sideOf = async (project: string, compared: Compared): Promise<Side> => {
    if ('run' in compared) return ofRun(await runs.get(project, compared.run))
    const { study, trials } = await studies.get(project, compared.study)
    if (study.plan.kind === 'search') {
      const best = trials.find(({ index }) => index === study.best)
      if (best === undefined) throw nothingMeasured(study.name)
      return ofRun(await runs.get(project, best.run))
    }
    const stored = await storage.readTrials(project, study.id)
    return { kind: study.plan.kind, name: study.name, like: study, study, trials: stored }
  }

  const overRows = async (
    project: string,
    [a, b]: [Run, Run],
    { split, metric }: { split: SplitName; metric: RowMetric },
    options: { signal: AbortSignal; onProgress: (fraction: number) => void },
  ): Promise<Verdict | null> => {
    const load = async (run: Run): Promise<ComparedModel> => {
      const dataset = await storage.getDataset(project, run.dataset)
      const { recipe, config, fold } = run
      const prepared = await preparer.prepare(project, dataset, recipe, config.network, {
        fold,
        signal: options.signal,
      })
      return { model: await loadModel(storage, project, run), ...prepared }
    }
    const first = await load(a)
    const second = await load(b)
    if (!sameTable(a, b, split) || !sameRows(first.data.rows[split], second.data.rows[split])) throw otherRows(a, b)
    const question = { a: first, b: second, split, metric, direction: directionOf(metric) }
    return compute.ask('compareRows', question, options)
  }

  return {
    'runs.compare': async ({ project, job, a: comparedA, b: comparedB, metric: asked }): Promise<Comparison> => {
      const a = await sideOf(project, comparedA)
      const b = await sideOf(project, comparedB)
      requireAlike(a, b)
      const question = questionOf(a, b, asked)
      const title = `Comparing ${a.name} with ${b.name}`
      const found = await jobs.run({ id: job, project, kind: 'evaluation', title }, async ({ signal, progress }) => {
        if (a.kind === 'run' && b.kind === 'run') {
          const { metric } = question
          if (!isRowMetric(metric)) throw notOverRows(metric)
          const onProgress = (fraction: number) => progress(fraction, 'Drawing the rows again and again')
          return overRows(project, [a.run, b.run], { ...question, metric }, { signal, onProgress })
        }
        const settings = { direction: directionOf(question.metric), seed: 0 }
        return verdict(measuredOf(a, question), measuredOf(b, question), settings)
      })
      if (found === null) throw noEvidence(a, b)
      const { metric, split } = question
      return {
        metric,
        split,
        direction: directionOf(metric),
        a: { name: a.name, score: meanOf(scoresOf(a, question)) },
        b: { name: b.name, score: meanOf(scoresOf(b, question)) },
        ...found,
        level: usualConfidence,
      }
    },
  }
}

function ofRun(run: Run): Side {
  return { kind: 'run', name: run.name, like: run, run }
}

function directionOf(metric: ComparedMetric): 'minimize' | 'maximize' {
  return maximized.includes(metric) ? 'maximize' : 'minimize'
}

function requireAlike(a: Side, b: Side): void {
  if (a.like.task === b.like.task && a.like.target === b.like.target) return
  throw new DescentError('usage', `“${a.name}” predicts ${a.like.target}, and “${b.name}” ${b.like.target}.`, {
    hint: 'Compare runs that predict the same.',
  })
}

/** The metric and the rows that both sides are measured by: test rows where both have some, except of folds. */
function questionOf(a: Side, b: Side, asked: ComparedMetric | undefined): Question {
  const usual = a.like.task === 'regression' ? (['rmse'] as const) : (['logLoss', 'accuracy'] as const)
  const metrics: readonly ComparedMetric[] = asked === undefined ? usual : [asked]
  const splits: readonly SplitName[] =
    a.kind === 'folds' && b.kind === 'folds' ? ['validation'] : ['test', 'validation']
  for (const split of splits) {
    for (const metric of metrics) {
      if (scoresOf(a, { metric, split }).length > 0 && scoresOf(b, { metric, split }).length > 0)
        return { metric, split }
    }
  }
  const [unmeasured] = [a, b].filter((side) =>
    splits.every((split) => metrics.every((metric) => scoresOf(side, { metric, split }).length === 0)),
  )
  throw nothingMeasured((unmeasured ?? a).name)
}

/** Of the trials that have the metric, in their order. */
function scoresOf(side: Side, { metric, split }: Question): number[] {
  const measured = side.kind === 'run' ? [side.run.metrics] : side.trials.map(({ metrics }) => metrics)
  return measured.flatMap((metrics) => {
    const ofSplit = metrics?.[split] ?? null
    return ofSplit === null ? [] : (metricOf(ofSplit, metric) ?? [])
  })
}

function measuredOf(side: Side, question: Question): Measured {
  const scores = scoresOf(side, question)
  if (side.kind === 'run') return { score: scores[0] ?? null }
  const { plan, planned, dataset, recipe } = side.study
  if (plan.kind === 'repeat') return { score: null, seeds: scores }
  // A fold that is missing would put the others side by side with wrong ones.
  if (plan.kind !== 'folds' || scores.length < planned) return { score: null }
  return { score: null, folds: { id: foldsId(dataset, recipe), folds: plan.folds.folds, scores } }
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Rows are numbers of a table's rows; those of the test may be another table's. */
function sameTable(a: Run, b: Run, split: SplitName): boolean {
  const isSameTest = a.recipe.split.testTable === b.recipe.split.testTable
  return a.dataset === b.dataset && (split !== 'test' || isSameTest)
}

function sameRows(a: Uint32Array, b: Uint32Array): boolean {
  return a.length === b.length && a.every((row, index) => row === b[index])
}

function nothingMeasured(name: string): DescentError {
  return new DescentError('usage', `“${name}” has nothing to be compared by.`, {
    hint: 'Wait until it has ended, with validation or test rows, or choose another metric.',
  })
}

function otherRows(a: Run, b: Run): DescentError {
  return new DescentError('usage', `“${a.name}” and “${b.name}” are not measured on the same rows.`, {
    hint: 'Train both on the same version of the dataset, with the same split and the same steps that leave rows out.',
  })
}

function notOverRows(metric: ComparedMetric): DescentError {
  return new DescentError('usage', `${metric} is no mean over rows, by which two single runs are compared.`, {
    hint: 'Compare them by RMSE, MAE, accuracy or log loss, or repeat one of them with other seeds.',
  })
}

function noEvidence(a: Side, b: Side): DescentError {
  return new DescentError('usage', `Nothing tells how large the noise between “${a.name}” and “${b.name}” is.`, {
    hint: 'Compare two cross-validations with the same folds, all of them trained, or repeat one of them with other seeds.',
  })
}
