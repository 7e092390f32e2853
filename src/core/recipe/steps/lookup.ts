import type { StepState } from '../../../shared/recipes.ts'
import type { CrossFittedLookup, NumberExpression, TextExpression } from '../../expression/types.ts'
import type { PreparedColumn } from '../prepared.ts'
import type { ExpressColumn } from './step.ts'

export type FittedLookup = Extract<StepState, { kind: 'lookup' }>['columns'][number]
type Output = FittedLookup['outputs'][number]
export type LevelNumbers = Output['folds'][number]

/** Levels become numbers: one keeps the column's name, several are called COLUMN: LABEL. */
export function expressLookup({ levels, outputs, seed }: FittedLookup): ExpressColumn {
  return (column, nameOf) => {
    if (column.kind !== 'category') return [column]
    const { name, from, value: text } = column
    return outputs.map((output): PreparedColumn => ({
      kind: 'number',
      name: output.label === null ? name : nameOf(`${name}: ${output.label}`),
      from,
      value: lookupOf(text, levels, output, seed),
    }))
  }
}

function lookupOf(text: TextExpression, levels: readonly string[], output: Output, seed: number): NumberExpression {
  const whole = { text, levels, ...numbersOf(output) }
  if (output.folds.length === 0) return { op: 'lookup', ...whole }
  return { op: 'crossFittedLookup', ...whole, folds: output.folds.map(numbersOf), seed }
}

function numbersOf({ values, other, missing }: LevelNumbers): CrossFittedLookup['folds'][number] {
  return { values: values.map((value) => value ?? NaN), other: other ?? NaN, missing: missing ?? NaN }
}
