import { foldInterval, meanInterval } from '../../../../core/comparison/summary.ts'
import type { Run } from '../../../../shared/runs.ts'
import type { Study } from '../../../../shared/studies.ts'
import { formatNumber } from '../../../../core/words/format.ts'
import { formatMetric } from '../../evaluate/metricWords.ts'
import { score, type MetricChoice } from '../scores.ts'

/** A study with those of its runs that are there. */
export interface StudyLine {
  study: Study
  runs: readonly Run[]
}

/** A mean over a study's runs; of a search the score of its best trial, which has no interval. */
export interface LineScore {
  mean: number
  /** Half width of the mean's interval; null where it cannot be known. */
  half: number | null
  values: readonly number[]
}

export type Judged = 'validation' | 'test'

/** The runs that a study's line stands for: of a search its best trial. */
export function counted({ study, runs }: StudyLine): readonly Run[] {
  return study.plan.kind === 'search' ? runs.filter((run) => run.study?.index === study.best) : runs
}

/** What a study's line says of a metric on a split; null before there is any. */
export function lineScore({ study, runs }: StudyLine, split: Judged, metric: MetricChoice): LineScore | null {
  const { plan } = study
  const values = counted({ study, runs }).flatMap((run) => score(run, split, metric) ?? [])
  if (values.length === 0) return null
  const { mean, interval } = plan.kind === 'folds' ? foldInterval(values, plan.folds.folds) : meanInterval(values)
  return { mean, half: interval === null ? null : (interval.high - interval.low) / 2, values }
}

/** Relative to the mean: scores that differ by less are the same but for rounding. */
const ROUNDING = 1e-12

/** Half the width of an interval, as far as it tells. */
export function formatHalf(half: number, mean: number): string {
  return formatNumber(half <= Math.abs(mean) * ROUNDING ? 0 : half, 2)
}

/** "0.912 ± 0.014" */
export function lineScoreText(found: LineScore | null): string {
  if (found === null) return '–'
  if (found.half === null) return formatMetric(found.mean)
  return `${formatMetric(found.mean)} ± ${formatHalf(found.half, found.mean)}`
}
