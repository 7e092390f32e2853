import type { Target } from './target.ts'

/** The target of the training rows, one entry a training row in their order. */
export type TrainingTarget =
  | { task: 'classification'; classes: readonly string[]; codes: Int32Array }
  | { task: 'regression'; values: Float64Array }

export function targetOfRows(target: Target, rows: Uint32Array): TrainingTarget {
  if (target.task === 'regression') {
    return { task: target.task, values: Float64Array.from(rows, (row) => target.values[row] ?? NaN) }
  }
  return { task: target.task, classes: target.classes, codes: Int32Array.from(rows, (row) => target.codes[row] ?? -1) }
}
