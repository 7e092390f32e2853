import { expect, it } from 'vitest'
import { cellCount, contains, rangeOf, tabSeparated } from '../../src/renderer/features/data/grid/selection.ts'

it('selects the same cells in whichever direction', () => {
  const range = { top: 2, bottom: 5, left: 1, right: 3 }
  expect(rangeOf({ row: 2, column: 3 }, { row: 5, column: 1 })).toEqual(range)
  expect(rangeOf({ row: 5, column: 1 }, { row: 2, column: 3 })).toEqual(range)
  expect(cellCount(range)).toBe(12)
  const inside = Array.from({ length: 8 }, (_, row) => [0, 1, 2, 3, 4].filter((column) => contains(range, row, column)))
  expect(inside).toEqual([[], [], [1, 2, 3], [1, 2, 3], [1, 2, 3], [1, 2, 3], [], []])
})

it('writes cells as spreadsheets read them from the clipboard', () => {
  expect(
    tabSeparated([
      ['1.234,5', '', ' a b '],
      ['tab\there', 'two\nlines', 'a "quote"'],
    ]),
  ).toBe('1.234,5\t\t a b \n"tab\there"\t"two\nlines"\t"a ""quote"""')
})
