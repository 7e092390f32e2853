import type { Table } from '../table.ts'
import { sidesOf, squaresFrom, type From, type Side } from './distance.ts'

/** Below such a share a row lies apart: hardly any training row is as lonely. */
export const apartShare = 0.01

/** Training rows among which ordinary distances are measured, and for how many of these. */
const [CROWD, MEASURED] = [300, 100]

export interface NearestRows {
  /** Places among the training rows, the nearest first, and how far away they are. */
  nearest: { place: number; distance: number }[]
  /** Share of training rows that are at least as far from the one nearest to them; small for a row that lies apart. */
  share: number
}

/**
 * The training rows that a row is most like, of all of them; how far they are is told by `sidesOf`.
 *
 * @param table with the training rows
 * @param train their numbers
 * @param asked a table of one row, of the same columns; one that it lacks is missing
 * @param columns that the model looks at
 */
export function nearestRows(
  table: Table,
  train: Uint32Array,
  asked: Table,
  columns: readonly string[],
  count = 5,
): NearestRows {
  const sides = sidesOf(table, train, asked, columns)
  const nearest = leastOf(squaresFrom(sides, train, 'asked'), count)

  const crowd = crowdOf(train)
  const own = leastSquare(sides, crowd, 'asked')
  const others = ordinaryLeast(sides, crowd)
  const farther = others.filter((one) => one >= own).length
  return { nearest, share: others.length < 2 ? 1 : farther / others.length }
}

/** How far, squared, some of the training rows that stand for all of them are from the nearest of the others. */
export function ordinaryLeast(sides: readonly Side[], crowd: Uint32Array): number[] {
  return spread(crowd.length, MEASURED).map((at) => leastSquare(sides, crowd, { row: crowd[at] ?? 0 }))
}

function leastSquare(sides: readonly Side[], crowd: Uint32Array, from: From): number {
  const squares = squaresFrom(sides, crowd, from)
  return squares.reduce(
    (least, square, i) => (from !== 'asked' && crowd[i] === from.row ? least : Math.min(least, square)),
    Infinity,
  )
}

/** Of many training rows, those that stand for all of them. */
export function crowdOf(train: Uint32Array): Uint32Array {
  return Uint32Array.from(spread(train.length, CROWD), (place) => train[place] ?? 0)
}

/** At most so many of the places 0 … length - 1, evenly spread. */
function spread(length: number, most: number): number[] {
  const count = Math.min(length, most)
  return Array.from({ length: count }, (_, i) => Math.floor((i * length) / count))
}

/** The places of the least squares, in order; of the same the first. */
function leastOf(squares: Float64Array, count: number): NearestRows['nearest'] {
  const least: { place: number; square: number }[] = []
  let bound = Infinity
  for (let place = 0; place < squares.length; place++) {
    const square = squares[place] ?? Infinity
    if (least.length === count && square >= bound) continue
    let at = least.length
    while (at > 0 && (least[at - 1]?.square ?? 0) > square) at--
    least.splice(at, 0, { place, square })
    if (least.length > count) least.pop()
    bound = least.at(-1)?.square ?? Infinity
  }
  return least.map(({ place, square }) => ({ place, distance: Math.sqrt(square) }))
}
