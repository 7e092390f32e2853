import type { Step, StepState } from '../../../shared/recipes.ts'
import type { NumberExpression } from '../../expression/types.ts'
import type { PreparedColumn } from '../prepared.ts'
import { columnFitter, type ExpressColumn, type Fitter } from './step.ts'

type FittedTextLength = Extract<StepState, { kind: 'textLength' }>['columns'][number]

/** How many characters (code points) a text has, called COLUMN length; 0 for a missing one. */
export function expressTextLength({ keepText }: FittedTextLength): ExpressColumn {
  return (column, nameOf) => {
    if (column.kind !== 'category') return [column]
    const { name, from, value: text } = column
    const value: NumberExpression = { op: 'textLength', text: { op: 'fillText', text, value: '' } }
    const length: PreparedColumn = { kind: 'number', name: nameOf(`${name} length`), from, value }
    return keepText ? [column, length] : [length]
  }
}

export function textLengthFitter({ keepText }: Extract<Step, { kind: 'textLength' }>): Fitter {
  return columnFitter(
    ({ kind, name }) => (kind === 'category' ? { name, keepText } : null),
    expressTextLength,
    (columns) => ({ kind: 'textLength', columns }),
  )
}
