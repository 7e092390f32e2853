import { expect, test } from 'vitest'
import { epochAxis, linearAxis, logAxis, spacedAxis } from '../../../src/core/scales.ts'

test('losses start at zero and end at a whole step', () => {
  expect(linearAxis([0.05, 0.78])).toEqual({ domain: [0, 0.8], ticks: [0, 0.2, 0.4, 0.6, 0.8] })
})

test('values far from zero keep their own range', () => {
  const { domain } = linearAxis([100.2, 101.9])
  expect(domain[0]).toBeGreaterThan(99)
  expect(domain[1]).toBeLessThan(103)
})

test('nothing, one value and infinite values still give an axis', () => {
  expect(linearAxis([]).domain).toEqual([0, 1])
  expect(linearAxis([Infinity, NaN]).domain).toEqual([0, 1])
  const { domain } = linearAxis([5, 5])
  expect(domain[0]).toBeLessThan(5)
  expect(domain[1]).toBeGreaterThan(5)
})

test('ticks carry no noise of binary fractions', () => {
  expect(linearAxis([0, 0.7], 7).ticks).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7])
})

test('a logarithmic axis encloses the positive values and leaves the others out', () => {
  const { domain, ticks } = logAxis([0, -1, 0.03, 4])
  expect(domain).toEqual([0.02, 5])
  expect(ticks.every((tick) => tick > 0)).toBe(true)
})

test('many orders of magnitude are labelled by powers of ten', () => {
  expect(logAxis([1e-6, 1]).ticks).toEqual([1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1])
})

test('an epoch axis keeps its range and has whole labels', () => {
  const { domain, ticks } = epochAxis(1, 10)
  expect(domain).toEqual([1, 10])
  expect(ticks.every(Number.isInteger)).toBe(true)
  expect(epochAxis(3, 3).domain).toEqual([3, 4])
})

test('leaves labels out where they would touch', () => {
  const axis = { domain: [0, 100] as [number, number], ticks: [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100] }
  expect(spacedAxis(axis, 800)).toBe(axis)
  expect(spacedAxis(axis, 300).ticks).toEqual([0, 20, 40, 60, 80, 100])
  expect(spacedAxis(axis, 120).ticks).toEqual([0, 50, 100])
  expect(spacedAxis({ domain: [0, 1], ticks: [0] }, 10).ticks).toEqual([0])
})
