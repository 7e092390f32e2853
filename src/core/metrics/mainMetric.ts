import type { ComparedMetric } from '../../shared/comparison.ts'
import type { Task } from '../../shared/recipes.ts'

const mainMetrics = { classification: 'accuracy', regression: 'r2' } as const satisfies Record<Task, ComparedMetric>

/**
 * The metric that runs of a task are shown with, sorted and judged by where no other is chosen: the accuracy, or R²,
 * which has no unit, so that runs of several targets stand in one column.
 */
export function mainMetric<T extends Task>(task: T): (typeof mainMetrics)[T] {
  return mainMetrics[task]
}
