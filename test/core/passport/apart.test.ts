import { expect, test } from 'vitest'
import { apartReference, rowsApart } from '../../../src/core/passport/apart.ts'
import { apartShare, nearestRows } from '../../../src/core/passport/nearest.ts'
import { createRandom } from '../../../src/core/random.ts'
import type { Table } from '../../../src/core/table.ts'
import { allRows, coded, numbers, tableOf } from '../../support/tables.ts'

/** Numbers that go together, one that is always the same, levels and gaps. */
function madeTable(rows: number, seed: number, noise: number): Table {
  const random = createRandom(seed)
  const uniform = () => random.uint32() / 2 ** 32
  const x = Array.from({ length: rows }, () => (uniform() < 0.05 ? null : 10 * uniform()))
  return tableOf(
    numbers('x', x),
    numbers(
      'y',
      x.map((value) => 3 * (value ?? 10 * uniform()) + noise * uniform()),
    ),
    numbers(
      'same',
      x.map((value) => (value !== null && value > 9.99 ? null : 4)),
    ),
    coded(
      'k',
      x.map((value) => (uniform() < 0.03 ? null : (value ?? 0) < 5 ? 'low' : 'high')),
    ),
  )
}

function rowOf({ columns }: Table, row: number): Table {
  return {
    rows: 1,
    columns: columns.map((column) =>
      'values' in column
        ? { ...column, values: column.values.slice(row, row + 1) }
        : { ...column, codes: column.codes.slice(row, row + 1) },
    ),
  }
}

test('rows of a file lie apart where the nearest rows say so of each', () => {
  const table = madeTable(500, 1, 2)
  const names = ['x', 'y', 'same', 'k']
  const train = allRows(table)
  const reference = apartReference(table, train, names)
  if (reference === null) throw new Error('There is no reference.')
  const asked = madeTable(40, 2, 60)
  const expected = Array.from({ length: asked.rows }, (_, row) =>
    Number(nearestRows(table, train, rowOf(asked, row), names).share < apartShare),
  )
  expect(Array.from(rowsApart(asked, reference))).toEqual(expected)
  expect(new Set(expected).size).toBe(2)
})

test('levels are compared by their labels, and a column that the file lacks is missing', () => {
  const table = tableOf(numbers('x', [1, 2, 3, 4, 5]), coded('k', ['a', 'a', 'a', 'a', 'b']))
  const reference = apartReference(table, allRows(table), ['x', 'k'])
  if (reference === null) throw new Error('There is no reference.')
  // Of the codes of this table a is the second one.
  expect(Array.from(rowsApart(tableOf(numbers('x', [3, 3]), coded('k', ['moon', 'a'])), reference))).toEqual([0, 0])
  expect(Array.from(rowsApart(tableOf(coded('k', ['moon', 'a'])), reference))).toEqual([1, 0])
})

test('one training row tells nothing of what is ordinary', () => {
  const table = tableOf(numbers('x', [1]))
  expect(apartReference(table, allRows(table), ['x'])).toBe(null)
})
