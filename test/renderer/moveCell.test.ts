import { expect, it } from 'vitest'
import { moveCell } from '../../src/renderer/features/data/grid/moveCell.ts'

const table = { rows: 1000, columns: 8, page: 20, all: false }
const from = { row: 500, column: 3 }

it.each([
  ['up', { row: 499, column: 3 }],
  ['down', { row: 501, column: 3 }],
  ['left', { row: 500, column: 2 }],
  ['right', { row: 500, column: 4 }],
  ['pageUp', { row: 480, column: 3 }],
  ['pageDown', { row: 520, column: 3 }],
  ['rowStart', { row: 500, column: 0 }],
  ['rowEnd', { row: 500, column: 7 }],
] as const)('%s', (move, to) => {
  expect(moveCell(from, move, table)).toEqual(to)
})

it('goes to the very edge with Ctrl', () => {
  expect(moveCell(from, 'rowStart', { ...table, all: true })).toEqual({ row: 0, column: 0 })
  expect(moveCell(from, 'rowEnd', { ...table, all: true })).toEqual({ row: 999, column: 7 })
  expect(moveCell(from, 'down', { ...table, all: true })).toEqual({ row: 999, column: 3 })
})

it('stays inside the table', () => {
  expect(moveCell({ row: 0, column: 0 }, 'up', table)).toEqual({ row: 0, column: 0 })
  expect(moveCell({ row: 0, column: 0 }, 'left', table)).toEqual({ row: 0, column: 0 })
  expect(moveCell({ row: 999, column: 7 }, 'pageDown', table)).toEqual({ row: 999, column: 7 })
  expect(moveCell({ row: 0, column: 0 }, 'down', { ...table, rows: 0 })).toEqual({ row: 0, column: 0 })
})
