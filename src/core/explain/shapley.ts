import type { OnProgress } from '../progress.ts'
import { createRandom, shuffle } from '../random.ts'

/**
 * A prediction as a game: the players are the columns of a row, and a coalition is worth what is predicted where they are
 * the row's own and all others those of a background row (Lundberg and Lee, 2017, arXiv:1705.07874, with the marginal
 * expectation of Janzing, Minorics and Blöbaum, 2020).
 */
export interface Game {
  players: number
  /** Background rows. */
  background: number
  /**
   * What is predicted for rows put together: `backgrounds[i]` says which background row, `members[i × players + p]` is 1
   * where player p is the row's own. NaN where there is no prediction.
   */
  worth(backgrounds: Uint32Array, members: Uint8Array): Float64Array
}

export interface ShapleyValues {
  /** The mean prediction over the background rows that counted. */
  base: number
  /** Of the row. */
  prediction: number
  /** One a player: their sum and the base are the prediction, but for rounding and what sampling leaves. */
  values: Float64Array
  /** Standard errors of sampling, one a player; 0 where every coalition was asked. */
  errors: Float64Array
  exact: boolean
  /** Predictions made. */
  asked: number
  /** Background rows or pairs that have no prediction for some coalition, and do not count. */
  leftOut: number
}

/** Predictions asked for at once. */
const askedAtOnce = 16_384

/** Shapley values of every coalition with every background row: 2^players × background predictions. */
export function exactShapley(game: Game, onProgress: OnProgress = () => {}): ShapleyValues {
  const { players, background } = game
  const coalitions = 2 ** players
  const weights = coalitionWeights(players)
  const values = new Float64Array(players)
  let base = 0
  let prediction = NaN
  let counted = 0
  const atOnce = Math.max(1, Math.floor(askedAtOnce / coalitions))
  for (let from = 0; from < background; from += atOnce) {
    onProgress(from / background)
    const count = Math.min(atOnce, background - from)
    const backgrounds = new Uint32Array(count * coalitions)
    const members = new Uint8Array(count * coalitions * players)
    for (let i = 0; i < count * coalitions; i++) {
      backgrounds[i] = from + Math.floor(i / coalitions)
      for (let p = 0; p < players; p++) members[i * players + p] = ((i % coalitions) >> p) & 1
    }
    const worth = game.worth(backgrounds, members)
    for (let b = 0; b < count; b++) {
      const own = worth.subarray(b * coalitions, (b + 1) * coalitions)
      if (own.some(Number.isNaN)) continue
      counted++
      base += own[0] ?? NaN
      prediction = own[coalitions - 1] ?? NaN
      for (let coalition = 0; coalition < coalitions; coalition++) {
        const weight = weights[sizeOf(coalition)] ?? 0
        for (let p = 0; p < players; p++) {
          if (((coalition >> p) & 1) === 1) continue
          const gain = (own[coalition | (1 << p)] ?? NaN) - (own[coalition] ?? NaN)
          values[p] = (values[p] ?? 0) + weight * gain
        }
      }
    }
  }
  onProgress(1)
  return {
    base: base / counted,
    prediction,
    values: values.map((sum) => sum / counted),
    errors: new Float64Array(players),
    exact: true,
    asked: background * coalitions,
    leftOut: background - counted,
  }
}

/** For a coalition of each size without a player: |S|! (n - |S| - 1)! / n! (Shapley, 1953). */
function coalitionWeights(players: number): Float64Array {
  const weights = new Float64Array(players)
  let weight = 1 / players
  for (let size = 0; size < players; size++) {
    weights[size] = weight
    weight *= (size + 1) / Math.max(1, players - size - 1)
  }
  return weights
}

function sizeOf(coalition: number): number {
  let size = 0
  for (let rest = coalition; rest > 0; rest &= rest - 1) size++
  return size
}

/**
 * Shapley values by sampled orders of the players, each walked from a background row to the row and, reversed, once more
 * (antithetic pairs: Štrumbelj and Kononenko, 2014; Mitchell, Cooper, Frank and Holmes, 2022). The background rows are
 * taken in turn, so that a whole number of rounds leaves nothing of the sum over.
 *
 * @param pairs of orders; each costs 2 × (players - 1) predictions beside those of its background row
 */
export function sampledShapley(
  game: Game,
  { pairs, seed, onProgress = () => {} }: { pairs: number; seed: number; onProgress?: OnProgress },
): ShapleyValues {
  const { players, background } = game
  const random = createRandom(seed)
  const backgroundOrder = Uint32Array.from({ length: background }, (_, row) => row)
  shuffle(backgroundOrder, random)
  const order = Uint32Array.from({ length: players }, (_, player) => player)
  const sums = new Float64Array(players)
  const squares = new Float64Array(players)
  const states = 2 * players
  const atOnce = Math.max(1, Math.floor(askedAtOnce / states))
  let [base, prediction, counted] = [0, NaN, 0]
  for (let from = 0; from < pairs; from += atOnce) {
    onProgress(from / pairs)
    const count = Math.min(atOnce, pairs - from)
    const backgrounds = new Uint32Array(count * states)
    const members = new Uint8Array(count * states * players)
    const orders: Uint32Array[] = []
    for (let pair = 0; pair < count; pair++) {
      shuffle(order, random)
      orders.push(order.slice())
      backgrounds.fill(backgroundOrder[(from + pair) % background] ?? 0, pair * states, (pair + 1) * states)
      walkInto(members, pair * states * players, order)
    }
    const worth = game.worth(backgrounds, members)
    for (const [pair, walked] of orders.entries()) {
      const own = worth.subarray(pair * states, (pair + 1) * states)
      if (own.some(Number.isNaN)) continue
      counted++
      base += own[0] ?? NaN
      prediction = own[players] ?? NaN
      for (const [step, player] of walked.entries()) {
        const gain = gainOf(own, players, step)
        sums[player] = (sums[player] ?? 0) + gain
        squares[player] = (squares[player] ?? 0) + gain * gain
      }
    }
  }
  onProgress(1)
  const values = sums.map((sum) => sum / counted)
  return {
    base: base / counted,
    prediction,
    values,
    errors: values.map((mean, player) => {
      const variance = Math.max(0, (squares[player] ?? NaN) / counted - mean * mean)
      return Math.sqrt(variance / Math.max(1, counted - 1))
    }),
    exact: false,
    asked: pairs * states,
    leftOut: pairs - counted,
  }
}

/**
 * The coalitions of a pair of walks: first from none to all in the order (players + 1 of them), then those of the reversed
 * walk that are neither (players - 1), which are the complements of the first walk's.
 */
function walkInto(members: Uint8Array, at: number, order: Uint32Array): void {
  const players = order.length
  for (let size = 1; size <= players; size++) {
    for (let k = 0; k < size; k++) members[at + size * players + (order[k] ?? 0)] = 1
  }
  for (let size = 1; size < players; size++) {
    for (let k = size; k < players; k++) members[at + (players + size) * players + (order[k] ?? 0)] = 1
  }
}

/** The mean gain of the player at a place of the order, over both walks. */
function gainOf(worth: Float64Array, players: number, step: number): number {
  const forward = (worth[step + 1] ?? NaN) - (worth[step] ?? NaN)
  // Without the first `size` players of the order.
  const without = (size: number) => worth[size === 0 ? players : size === players ? 0 : players + size] ?? NaN
  return (forward + without(step) - without(step + 1)) / 2
}
