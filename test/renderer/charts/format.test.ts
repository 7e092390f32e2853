import { expect, it } from 'vitest'
import { tickFormat } from '../../../src/core/words/values.ts'

it('writes all labels of an axis in one kind', () => {
  const compact = new Intl.NumberFormat(undefined, { notation: 'compact' })
  expect([80_000, 100_000].map(tickFormat([80_000, 100_000]))).toEqual([80_000, 100_000].map(compact.format))
  expect([0, 1e-4].map(tickFormat([0, 1e-4]))).toEqual(['0', '1e-4'])
})
