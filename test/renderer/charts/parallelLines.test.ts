import { expect, it } from 'vitest'
import { parallelPath, within } from '../../../src/renderer/charts/parallelLines.ts'

const x = (axis: number) => axis * 10
const y = (at: number) => 100 - at * 100

it('joins the places and breaks where there is none', () => {
  expect(parallelPath([0, 1, 0.5], x, y)).toBe('M0 100L10 0L20 50')
  expect(parallelPath([0, 1, null, 0.5, 0.25], x, y)).toBe('M0 100L10 0M30 50L40 75')
})

it('draws a value without neighbours as a dash', () => {
  expect(parallelPath([null, 0.5, null], x, y)).toBe('M5 50H15')
})

it('keeps the lines that pass every range', () => {
  const axes = [{ id: 'a' }, { id: 'b' }]
  expect(within([0.2, 0.9], axes, {})).toBe(true)
  expect(within([0.2, 0.9], axes, { b: [0.8, 1] })).toBe(true)
  expect(within([0.2, 0.9], axes, { a: [0, 0.1], b: [0.8, 1] })).toBe(false)
  expect(within([0.2, null], axes, { b: [0, 1] })).toBe(false)
})
