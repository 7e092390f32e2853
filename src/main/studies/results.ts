import type { Metrics } from '../../shared/evaluation.ts'
import { splitNames } from '../../shared/recipes.ts'
import type { MetricSummary, Study, StudyResults, StudyTrial } from '../../shared/studies.ts'
import { foldInterval, meanInterval, usualConfidence } from '../../core/comparison/summary.ts'
import type { ComputeClient } from '../compute/client.ts'
import type { StoredTrial } from './ports.ts'
import { searchedTrial } from './trials.ts'

/** What a study has found out: of repeats and folds how much metrics vary, of a search what matters. */
export async function studyResults(
  compute: ComputeClient,
  { plan }: Study,
  trials: readonly StudyTrial[],
  stored: readonly StoredTrial[],
): Promise<StudyResults> {
  if (plan.kind !== 'search') return { level: usualConfidence, metrics: summaries(plan, stored), importance: null }
  const { space, settings } = plan
  const history = trials.map((trial) => searchedTrial(trial, []))
  const importance = await compute.ask('importance', { space, settings, history })
  return { level: usualConfidence, metrics: [], importance }
}

/** Of the trials that ended with metrics; a metric that is not defined in one counts in the others. */
function summaries(plan: Study['plan'], stored: readonly StoredTrial[]): MetricSummary[] {
  return splitNames.flatMap((split) => {
    const measured = stored.flatMap(({ index, metrics }) => {
      const found = metrics?.[split] ?? null
      return found === null ? [] : [{ index, metrics: found }]
    })
    const names = Object.keys(measured[0]?.metrics ?? {})
    return names.flatMap((metric): MetricSummary[] => {
      const values = measured.flatMap(({ index, metrics }) => {
        const value = metricOf(metrics, metric)
        return value === null ? [] : [{ index, value }]
      })
      if (values.length === 0) return []
      const numbers = values.map(({ value }) => value)
      const found = plan.kind === 'folds' ? foldInterval(numbers, plan.folds.folds) : meanInterval(numbers)
      return [{ split, metric, values, mean: found.mean, std: found.deviation, interval: found.interval }]
    })
  })
}

/** null where it is not defined. */
export function metricOf(metrics: Metrics, name: string): number | null {
  return new Map<string, number | null>(Object.entries(metrics)).get(name) ?? null
}
