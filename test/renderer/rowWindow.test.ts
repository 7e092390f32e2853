import { describe, expect, it } from 'vitest'
import { MAX_SCROLL_HEIGHT, rowWindow, scrollToRow } from '../../src/renderer/features/data/grid/rowWindow.ts'

const geometry = (rows: number) => ({ rows, rowHeight: 26, viewport: 600 })

describe('the window of rows', () => {
  it('draws the rows that are seen and one beyond at either side', () => {
    expect(rowWindow(0, geometry(1000))).toEqual({ height: 26_000, first: 0, last: 25, offset: 0 })
    const further = rowWindow(2605, geometry(1000))
    expect(further.first).toBe(99)
    expect(further.last).toBe(125)
    expect(further.offset).toBe(99 * 26)
  })

  it('draws nothing for an empty table', () => {
    expect(rowWindow(0, geometry(0))).toEqual({ height: 0, first: 0, last: 0, offset: 0 })
  })

  it.each([1_000_000, 1_200_000, 5_000_000, 50_000_000])(
    'reaches the last of %i rows at the end of the scroll bar',
    (rows) => {
      const at = geometry(rows)
      const { height } = rowWindow(0, at)
      expect(height).toBeLessThanOrEqual(MAX_SCROLL_HEIGHT)
      const end = rowWindow(height - at.viewport, at)
      expect(end.last).toBe(rows)
      const bottomOfLastRow = end.offset + (rows - end.first) * at.rowHeight
      expect(bottomOfLastRow).toBeCloseTo(height, 3)
    },
  )

  it.each([100, 1_000_000, 5_000_000])('shows any of %i rows whole when asked', (rows) => {
    const at = geometry(rows)
    for (const row of [0, Math.floor(rows / 3), rows - 1]) {
      for (const from of [0, rowWindow(0, at).height / 2]) {
        const scrollTop = scrollToRow(row, from, at, 'nearest')
        const { first, offset } = rowWindow(scrollTop, at)
        const top = offset + (row - first) * at.rowHeight - scrollTop
        expect(top).toBeGreaterThanOrEqual(-0.01)
        expect(top + at.rowHeight).toBeLessThanOrEqual(at.viewport + 0.01)
      }
    }
  })

  it('does not move for a row that is seen already', () => {
    expect(scrollToRow(105, 2600, geometry(1000), 'nearest')).toBe(2600)
    expect(scrollToRow(105, 2600, geometry(1000), 'middle')).toBe(2600)
  })

  it('shows a row that was found in the middle, as far as the table goes', () => {
    const at = geometry(1000)
    expect(scrollToRow(500, 0, at, 'middle')).toBe(500 * 26 - (600 - 26) / 2)
    expect(scrollToRow(3, 9000, at, 'middle')).toBe(0)
  })
})
