import { describe, expect, it, test } from 'vitest'
import fc from 'fast-check'
import { placesBehind } from '../../../src/core/rows/behind.ts'
import { inOrder } from '../../../src/core/rows/order.ts'
import { outcomeAt, type RowOutcomes } from '../../../src/core/rows/outcomes.ts'
import type { RowsBehind } from '../../../src/shared/evaluation.ts'
import { coded, numbers } from '../../support/tables.ts'

/** Of five rows, numbers 10 to 18 of a table. */
const classes: RowOutcomes = {
  rows: Uint32Array.of(10, 12, 14, 16, 18),
  actual: Float64Array.of(0, 1, 1, 2, 0),
  predicted: Float64Array.of(0, 1, 0, 2, 2),
  loss: Float64Array.of(0.1, 0.2, 3, 0.5, 2),
  probabilities: Float64Array.of(0.9, 0.1, 0, 0.2, 0.8, 0, 0.7, 0.05, 0.25, 0.1, 0.3, 0.6, 0.14, 0.16, 0.7),
  details: new Float64Array(0),
  classes: 3,
}
const values: RowOutcomes = {
  ...classes,
  actual: Float64Array.of(1, 2, 3, 4, 5),
  predicted: Float64Array.of(1.5, 2, 1, 4.5, 7),
  loss: Float64Array.of(0.25, 0, 4, 0.25, 4),
  probabilities: null,
  classes: 0,
}
const table = [
  numbers(
    'size',
    Array.from({ length: 20 }, (_, row) => (row === 14 ? null : row)),
  ),
  coded(
    'place',
    Array.from({ length: 20 }, (_, row) => (row === 12 ? null : row < 15 ? 'hill' : 'shore')),
  ),
]
const columnOf = (name: string) => table.find((column) => column.name === name)
const rowsOf = (outcomes: RowOutcomes, behind: RowsBehind) =>
  Array.from(placesBehind(outcomes, behind, columnOf), (place) => outcomes.rows[place])

describe('rows behind a mark', () => {
  it.each<[RowsBehind, number[]]>([
    [{ kind: 'worst' }, [10, 12, 14, 16, 18]],
    [{ kind: 'cell', actual: 1, predicted: 0 }, [14]],
    [{ kind: 'cell', actual: null, predicted: 2 }, [16, 18]],
    [{ kind: 'cell', actual: 0, predicted: null }, [10, 18]],
    [{ kind: 'outcome', class: 2, threshold: 0.6, isClass: true, isPredicted: true }, [16]],
    [{ kind: 'outcome', class: 2, threshold: 0.6, isClass: false, isPredicted: true }, [18]],
    [{ kind: 'outcome', class: 1, threshold: 0.5, isClass: true, isPredicted: false }, [14]],
    [{ kind: 'probability', class: 2, within: { from: 0.25, to: 0.6, closed: 'from' } }, [14]],
    [{ kind: 'probability', class: 2, within: { from: 0.25, to: 0.6, closed: 'to' } }, [16]],
    [{ kind: 'point', row: 16 }, [16]],
    [{ kind: 'bin', column: 'size', within: { from: null, to: 12, closed: 'to' } }, [10, 12]],
    [{ kind: 'level', column: 'size', level: null }, [14]],
    [{ kind: 'level', column: 'size', level: '18' }, [18]],
    [{ kind: 'level', column: 'place', level: 'hill' }, [10, 14]],
    [{ kind: 'level', column: 'place', level: null }, [12]],
    [{ kind: 'level', column: 'place', level: 'sea' }, []],
    [{ kind: 'level', column: 'nowhere', level: 'hill' }, []],
    [
      {
        kind: 'slice',
        conditions: [
          { kind: 'level', column: 'place', level: 'shore' },
          { kind: 'bin', column: 'size', within: { from: 17, to: null, closed: 'from' } },
        ],
      },
      [18],
    ],
  ])('are found by %j', (behind, rows) => {
    expect(rowsOf(classes, behind)).toEqual(rows)
  })

  it('are found by how far off a number is', () => {
    expect(rowsOf(values, { kind: 'residual', within: { from: -0.5, to: 0, closed: 'both' } })).toEqual([10, 12, 16])
    expect(rowsOf(values, { kind: 'residual', within: { from: null, to: -0.5, closed: 'from' } })).toEqual([18])
  })
})

test('cells of the confusion matrix share all rows out', () => {
  const cells = [0, 1, 2].flatMap((actual) =>
    [0, 1, 2].flatMap((predicted) => rowsOf(classes, { kind: 'cell', actual, predicted })),
  )
  expect(cells.toSorted((a, b) => (a ?? 0) - (b ?? 0))).toEqual([10, 12, 14, 16, 18])
})

test('a row tells the likeliest classes, or its error', () => {
  expect(outcomeAt(classes, 2)).toEqual({
    row: 14,
    actual: 1,
    predicted: 0,
    error: null,
    loss: 3,
    probabilities: [
      { class: 0, probability: 0.7 },
      { class: 2, probability: 0.25 },
      { class: 1, probability: 0.05 },
    ],
  })
  expect(outcomeAt(values, 4)).toEqual({ row: 18, actual: 5, predicted: 7, error: -2, loss: 4, probabilities: [] })
})

test('rows come in an order, those of equal value as they stand and those without one last', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constant(NaN)), { maxLength: 40 }),
      fc.boolean(),
      (losses, descending) => {
        const outcomes = { ...values, rows: Uint32Array.from(losses, (_, row) => row), loss: Float64Array.from(losses) }
        const all = Uint32Array.from(losses, (_, place) => place)
        const expected = [...all].toSorted((a, b) => {
          const [x, y] = [losses[a] ?? NaN, losses[b] ?? NaN]
          if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y)) || a - b
          return (descending ? y - x : x - y) || a - b
        })
        expect([...inOrder(outcomes, all, { by: 'loss', descending })]).toEqual(expected)
      },
    ),
  )
})
