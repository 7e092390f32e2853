import type { Handlers } from '../../shared/contract.ts'
import type { Compared, ComparedMetric, Comparison } from '../../shared/comparison.ts'
import { DescentError } from '../../shared/errors.ts'
import type { SplitName } from '../../shared/recipes.ts'
import type { Run } from '../../shared/runs.ts'
import type { Study } from '../../shared/studies.ts'
import { usualConfidence } from '../../core/comparison/summary.ts'
import { verdict, type Measured } from '../../core/comparison/verdict.ts'
import { directionOf } from '../../shared/training.ts'
import { mainMetric } from '../../core/metrics/mainMetric.ts'
import { isRowMetric } from '../../core/metrics/rowScores.ts'
import type { Jobs } from '../jobs/jobs.ts'
import type { RunsService } from '../runs/service.ts'
import { foldsId } from '../../core/comparison/foldsId.ts'
import type { StoredTrial, StudyStorage } from '../studies/ports.ts'
import { metricOf } from '../studies/results.ts'
import type { StudiesService } from '../studies/service.ts'
import { noEvidence, notOverRows, nothingMeasured, otherRows } from './failures.ts'
import type { ComparisonsOverRows } from './overRows.ts'

interface CompareContext {
  storage: StudyStorage
  runs: RunsService
  studies: StudiesService
  overRows: ComparisonsOverRows
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

/** Compares runs and studies by what is known of their noise. */
export function createComparisons(context: CompareContext): Pick<Handlers, 'runs.compare'> {
  const { storage, runs, studies, overRows, jobs } = context

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
          const { split } = question
          const verdict = await overRows.compare(project, [a.run, b.run], { split, metric }, { signal, onProgress })
          if (verdict === 'otherRows') throw otherRows()
          return verdict
        }
        const settings = { direction: directionOf(question.metric), seed: 0 }
        return verdict(measuredOf(a, question), measuredOf(b, question), settings)
      })
      if (found === null) throw noEvidence()
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

function requireAlike(a: Side, b: Side): void {
  if (a.like.task === b.like.task && a.like.target === b.like.target) return
  throw new DescentError('usage', `“${a.name}” predicts ${a.like.target}, and “${b.name}” ${b.like.target}.`, {
    hint: 'Compare runs that predict the same.',
  })
}

/** The metric and the rows that both sides are measured by: test rows where both have some, except of folds. */
function questionOf(a: Side, b: Side, asked: ComparedMetric | undefined): Question {
  const metric = asked ?? mainMetric(a.like.task)
  const splits: readonly SplitName[] =
    a.kind === 'folds' && b.kind === 'folds' ? ['validation'] : ['test', 'validation']
  for (const split of splits) {
    if (scoresOf(a, { metric, split }).length > 0 && scoresOf(b, { metric, split }).length > 0) return { metric, split }
  }
  const [unmeasured] = [a, b].filter((side) => splits.every((split) => scoresOf(side, { metric, split }).length === 0))
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
