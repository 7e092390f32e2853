import { expect, it } from 'vitest'
import { closestEpoch } from '../../../src/renderer/features/train/epochs/places.ts'

it('finds the kept epoch that is nearest', () => {
  expect(closestEpoch([1, 2, 4, 8], 5)).toBe(4)
  expect(closestEpoch([1, 2, 4, 8], 6)).toBe(4)
  expect(closestEpoch([1, 2, 4, 8], 7)).toBe(8)
  expect(closestEpoch([], 7)).toBe(0)
})
