import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { withoutDuplicates } from '../../../../src/core/recipe/table/duplicates.ts'
import { orderBy } from '../../../../src/core/recipe/table/order.ts'
import type { TableColumn } from '../../../../src/core/table.ts'
import { coded, numbers } from '../../../support/tables.ts'

const cells = fc.array(fc.tuple(fc.constantFrom(null, 0, -0, 1, 1.5, -2), fc.constantFrom(null, 'a', 'b', 'Ä')), {
  maxLength: 30,
})

function columnsOf(rows: readonly (readonly [number | null, string | null])[]): TableColumn[] {
  return [
    numbers(
      'x',
      rows.map(([x]) => x),
    ),
    coded(
      't',
      rows.map(([, t]) => t),
    ),
  ]
}

/** Some of the rows, in any order. */
const order = (rows: number): fc.Arbitrary<Uint32Array> =>
  fc.shuffledSubarray(Array.from({ length: rows }, (_, row) => row)).map((chosen) => Uint32Array.from(chosen))

describe('duplicates', () => {
  it.each(['first', 'last'] as const)('leave the %s of each set, in the order given', (keep) => {
    fc.assert(
      fc.property(
        cells.chain((rows) => fc.tuple(fc.constant(rows), order(rows.length))),
        ([rows, chosen]) => {
          const keyOf = (row: number): string => JSON.stringify([(rows[row]![0] ?? NaN) + 0, rows[row]![1]])
          const keys = Array.from(chosen, keyOf)
          const expected = Array.from(chosen).filter(
            (_, at) => (keep === 'first' ? keys.indexOf(keys[at]!) : keys.lastIndexOf(keys[at]!)) === at,
          )
          expect(Array.from(withoutDuplicates(columnsOf(rows), chosen, keep))).toEqual(expected)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('are found among many rows', () => {
    const count = 20_000
    const column = numbers(
      'x',
      Array.from({ length: count }, (_, row) => row % 7000),
    )
    const kept = withoutDuplicates(
      [column],
      Uint32Array.from({ length: count }, (_, row) => row),
      'first',
    )
    expect(Array.from(kept)).toEqual(Array.from({ length: 7000 }, (_, row) => row))
  })
})

describe('sorting', () => {
  it('is stable, with missing values last', () => {
    fc.assert(
      fc.property(
        cells.chain((rows) => fc.tuple(fc.constant(rows), order(rows.length))),
        fc.boolean(),
        fc.constantFrom(0, 1),
        ([rows, chosen], descending, which) => {
          const valueOf = (row: number) => rows[row]![which]
          const expected = Array.from(chosen).sort((a, b) => {
            const [x, y] = [valueOf(a) ?? null, valueOf(b) ?? null]
            if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1
            return (x < y ? -1 : x > y ? 1 : 0) * (descending ? -1 : 1)
          })
          expect(Array.from(orderBy(columnsOf(rows)[which]!, chosen, descending))).toEqual(expected)
        },
      ),
      { numRuns: 300 },
    )
  })
})
