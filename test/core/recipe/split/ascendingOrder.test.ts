import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createRandom } from '../../../../src/core/random.ts'
import { ascendingOrder } from '../../../../src/core/recipe/split/ascendingOrder.ts'

const byComparison = (values: ArrayLike<number>): number[] =>
  [...Array(values.length).keys()].sort((a, b) => values[a]! - values[b]! || a - b)

it('puts values in order, equal ones as they stand', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true }))), (values) => {
      fc.pre(values.every(Number.isFinite))
      expect([...ascendingOrder(Float64Array.from(values))]).toEqual(byComparison(values))
    }),
  )
})

it('does so for many values of any size and sign', () => {
  const { uint32 } = createRandom(1)
  const size = (i: number): number => [1, 1e-300, 1e300, 1e5, 0, -0][i % 6] ?? 1
  const values = Float64Array.from({ length: 20_000 }, (_, i) => ((uint32() % 2000) - 1000) * size(i))
  expect([...ascendingOrder(values)]).toEqual(byComparison(values))
})
