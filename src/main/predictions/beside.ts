import type { ConformalReport } from '../../shared/calibration.ts'
import type { PredictedBatch } from '../compute/protocol.ts'

/** Columns that stand beside the prediction in a predicted file. */
export interface Beside {
  names: readonly string[]
  /** One text a name, '' where there is nothing to say. */
  fields(batch: PredictedBatch, row: number): string[]
}

/** What the network says beyond its prediction: probabilities, quantiles. */
export function detailsBeside(names: readonly string[]): Beside {
  const width = names.length
  return {
    names,
    fields: ({ details }, row) => Array.from(details.subarray(row * width, (row + 1) * width), numberText),
  }
}

/** Between the labels of a set: `a | b`. */
const labelSeparator = ' | '

/** Intervals or sets of a level, where there are enough rows for it. */
export function rangesBeside({ rule, level }: ConformalReport, classes: readonly string[]): Beside {
  const percent = String(Number((level * 100).toPrecision(6)))
  if (rule === null) return { names: [], fields: () => [] }
  if (rule.kind === 'smallest' || rule.kind === 'adaptive') {
    return {
      names: [`set_${percent}`],
      fields: ({ sets }, row) => [
        classes.filter((_, k) => sets?.[row * classes.length + k] === 1).join(labelSeparator),
      ],
    }
  }
  return {
    names: [`interval_${percent}_lower`, `interval_${percent}_upper`],
    fields: ({ intervals }, row) => [0, 1].map((end) => numberText(intervals?.[row * 2 + end] ?? NaN)),
  }
}

/** What is unlike training in each row, as far as it is told. */
export const flagsBeside: Beside = {
  names: ['flags'],
  fields: ({ flags }, row) => [flags?.texts[row] ?? ''],
}

function numberText(value: number): string {
  return Number.isNaN(value) ? '' : String(value)
}
