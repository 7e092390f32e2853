import type { Run } from '../../../shared/runs.ts'
import { metricOf, metricWords, leadMetric, type MetricKey, type MetricWord } from '../evaluate/metricWords.ts'

/** Which metric the table shows: a named one, or the first of each run's task. */
export type MetricChoice = MetricKey | 'lead'

function metricFor(run: Run, choice: MetricChoice): MetricKey {
  return choice === 'lead' ? leadMetric(run.task).key : choice
}

/** A run's score on a split, null where it has none. */
export function score(run: Run, split: 'validation' | 'test', choice: MetricChoice): number | null {
  return metricOf(run.metrics?.[split], metricFor(run, choice))
}

/** What is said of the score in a run's row. */
export function scoreWord(run: Run, choice: MetricChoice): MetricWord | undefined {
  const key = metricFor(run, choice)
  return metricWords(run.task).find((word) => word.key === key)
}

/** The metrics that any of the runs has, to choose from. */
export function choosableMetrics(runs: readonly Run[]): MetricWord[] {
  const tasks = new Set(runs.map(({ task }) => task))
  return (['classification', 'regression'] as const)
    .filter((task) => tasks.has(task))
    .flatMap((task) => metricWords(task))
}
