import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exactShapley, sampledShapley, type Game } from '../../../src/core/explain/shapley.ts'

/** A game that is worth what a function says of the players' own and background values. */
function gameOf(row: readonly number[], background: readonly number[][], predict: (values: number[]) => number): Game {
  return {
    players: row.length,
    background: background.length,
    worth: (backgrounds, members) =>
      Float64Array.from(backgrounds, (other, i) =>
        predict(row.map((own, p) => (members[i * row.length + p] === 1 ? own : background[other]![p]!))),
      ),
  }
}

const value = fc.double({ min: -3, max: 3, noNaN: true })
const rowOf = (players: number) => fc.array(value, { minLength: players, maxLength: players })
const games = fc.integer({ min: 1, max: 5 }).chain((players) =>
  fc.record({
    row: rowOf(players),
    background: fc.array(rowOf(players), { minLength: 1, maxLength: 4 }),
    weights: fc.array(rowOf(players), { minLength: 3, maxLength: 3 }),
  }),
)

/** A network of three tanh units. */
const networkOf = (weights: readonly number[][]) => (values: number[]) =>
  weights.reduce((sum, own) => sum + Math.tanh(own.reduce((total, w, i) => total + w * values[i]!, 0)), 0)

test('efficiency: base and values are the prediction, of every coalition and of sampled orders', () => {
  fc.assert(
    fc.property(games, fc.integer({ min: 0, max: 99 }), ({ row, background, weights }, seed) => {
      const game = gameOf(row, background, networkOf(weights))
      for (const found of [exactShapley(game), sampledShapley(game, { pairs: 3 * background.length, seed })]) {
        expect(found.base + found.values.reduce((sum, one) => sum + one, 0)).toBeCloseTo(found.prediction, 9)
        expect(found.prediction).toBeCloseTo(networkOf(weights)(row), 9)
      }
    }),
  )
})

test('symmetry: players with the same part in everything have the same value', () => {
  fc.assert(
    fc.property(games, ({ row, background, weights }) => {
      const twice = (values: readonly number[]) => [...values, values[0]!]
      const game = gameOf(twice(row), background.map(twice), networkOf(weights.map(twice)))
      const { values } = exactShapley(game)
      expect(values[0]).toBeCloseTo(values.at(-1)!, 9)
    }),
  )
})

test('dummy: a player that changes nothing has the value 0', () => {
  fc.assert(
    fc.property(games, value, ({ row, background, weights }, own) => {
      const beside = (values: readonly number[], last: number) => [...values, last]
      const game = gameOf(
        beside(row, own),
        background.map((other) => beside(other, 0)),
        networkOf(weights.map((each) => beside(each, 0))),
      )
      expect(exactShapley(game).values.at(-1)).toBeCloseTo(0, 12)
      expect(sampledShapley(game, { pairs: 4, seed: 1 }).values.at(-1)).toBeCloseTo(0, 12)
    }),
  )
})

test('of a linear model each value is weight × (own - mean of the background), and no order matters', () => {
  fc.assert(
    fc.property(games, ({ row, background, weights }) => {
      const [own = []] = weights
      const game = gameOf(row, background, (values) => values.reduce((sum, x, i) => sum + own[i]! * x, 0))
      const { values } = exactShapley(game)
      for (const [p, x] of row.entries()) {
        const mean = background.reduce((sum, other) => sum + other[p]! / background.length, 0)
        expect(values[p]).toBeCloseTo(own[p]! * (x - mean), 9)
      }
    }),
  )
})

test('the same seed gives the same values, and what has no prediction does not count', () => {
  const background = [
    [0, 0],
    [1, -1],
    [2, 5],
  ]
  const product = (values: number[]) => (values[1] === 5 ? NaN : values[0]! * values[1]!)
  const game = gameOf([3, 4], background, product)
  const [once, again] = [1, 1].map((seed) => sampledShapley(game, { pairs: 12, seed }))
  expect(once).toEqual(again)
  expect(once).toMatchObject({ leftOut: 4, prediction: 12 })
  const exact = exactShapley(game)
  expect(exact).toMatchObject({ leftOut: 1, base: -0.5, prediction: 12 })
  expect(exact.values[0]! + exact.values[1]!).toBeCloseTo(12.5, 12)
})
