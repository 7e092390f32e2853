import type { Step, StepState } from '../../../shared/recipes.ts'
import type { TextExpression } from '../../expression/types.ts'
import { columnFitter, type ExpressColumn, type Fitter } from './step.ts'

type FittedHash = Extract<StepState, { kind: 'hash' }>['columns'][number]

/**
 * Levels become categories 0, 1, … buckets - 1 by `hashText`, before which a seed other than 0 puts `SEED:`. A missing
 * text stays missing; any other level has a bucket, seen or not.
 */
export function expressHash({ buckets, seed }: FittedHash): ExpressColumn {
  return (column) => {
    if (column.kind !== 'category') return [column]
    const text: TextExpression =
      seed === 0 ? column.value : { op: 'concat', texts: [{ op: 'textConstant', value: `${seed}:` }, column.value] }
    return [{ ...column, value: { op: 'textOfNumber', x: { op: 'textBucket', text, buckets } } }]
  }
}

export function hashFitter({ buckets, seed }: Extract<Step, { kind: 'hash' }>): Fitter {
  return columnFitter(
    ({ kind, name }) => (kind === 'category' ? { name, buckets, seed } : null),
    expressHash,
    (columns) => ({ kind: 'hash', columns }),
  )
}
