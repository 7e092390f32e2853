import { expect, it } from 'vitest'
import { placeOf, wayMade } from '../../../src/renderer/features/prepare/dragPlaces.ts'

// Three rows of 40 pixels, the last one opened to 200.
const rows = [
  { top: 0, height: 40 },
  { top: 40, height: 40 },
  { top: 80, height: 200 },
]

it('changes places once the edge that goes ahead has passed the middle of the next row', () => {
  expect(placeOf(rows, 0, 0)).toBe(0)
  expect(placeOf(rows, 0, 19)).toBe(0)
  expect(placeOf(rows, 0, 20)).toBe(1)
  expect(placeOf(rows, 0, 139)).toBe(1)
  expect(placeOf(rows, 0, 140)).toBe(2)
  expect(placeOf(rows, 2, -19)).toBe(2)
  expect(placeOf(rows, 2, -20)).toBe(1)
  expect(placeOf(rows, 2, -500)).toBe(0)
  expect(placeOf(rows, 1, 500)).toBe(2)
})

it('lets the rows between make way by the height of the dragged one', () => {
  const ways = (dragged: number, place: number) => rows.map((_, index) => wayMade(index, dragged, place, 40))
  expect(ways(0, 2)).toEqual([0, -40, -40])
  expect(ways(2, 1)).toEqual([0, 40, 0])
  expect(ways(1, 1)).toEqual([0, 0, 0])
})
