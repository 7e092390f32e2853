import { assertNever } from '../../shared/assertNever.ts'
import type { SearchPoint, SearchSettings, SearchSpace, Trial } from '../../shared/search.ts'
import { createRandom, type Random } from '../random.ts'
import { drawPoint } from './draw.ts'
import { allPoints, gridOf, type Grid } from './grid.ts'
import { pointKey } from './parameters.ts'
import { tpeSampler } from './tpe.ts'

/** `trials`: the number that was asked for is reached. `exhausted`: no point of the space is left. */
export type NextPoint = { kind: 'point'; point: SearchPoint } | { kind: 'done'; reason: 'trials' | 'exhausted' }

/**
 * The point that the next trial is to have, or that there is none. The same space, settings and history give the same
 * answer, so that a search needs to remember nothing but its trials; no point is given twice. How long the search may
 * take is the caller's to watch.
 *
 * @param history every trial that was begun, in the order they began
 * Throws `usage` for a grid that is too large to be counted.
 */
export function nextPoint(space: SearchSpace, settings: SearchSettings, history: readonly Trial[]): NextPoint {
  if (history.length >= settings.trials) return { kind: 'done', reason: 'trials' }
  const seen = new Set(history.map(({ point }) => pointKey(point)))
  const random = createRandom(trialSeed(settings.seed, history.length))
  const isNew = (point: SearchPoint): boolean => !seen.has(pointKey(point))
  const point = newPoint(space, settings, history, random, isNew)
  return point === null ? { kind: 'done', reason: 'exhausted' } : { kind: 'point', point }
}

/** Unlike sums, products by an odd number keep the streams of neighbouring searches apart. */
function trialSeed(seed: number, trial: number): number {
  return (Math.imul(seed, 0x9e3779b1) + Math.imul(trial + 1, 0x85ebca6b)) >>> 0
}

function newPoint(
  space: SearchSpace,
  { method, direction }: SearchSettings,
  history: readonly Trial[],
  random: Random,
  isNew: (point: SearchPoint) => boolean,
): SearchPoint | null {
  switch (method) {
    case 'grid':
      return newGridPoint(gridOf(space), history.length, random, isNew)
    case 'random':
      return drawnPoint((stream) => drawPoint(space, stream), space, history.length, random, isNew)
    case 'tpe':
      return drawnPoint(tpeSampler(space, direction, history), space, history.length, random, isNew)
    default:
      return assertNever(method)
  }
}

const tries = 32
/** A range that no condition lets in gives no new points; one that is let in gives one long before. */
const manyTries = 10_000

/** A point drawn until it is new; where that takes long in a space without ranges, any that is left. */
function drawnPoint(
  draw: (random: Random) => SearchPoint,
  space: SearchSpace,
  trials: number,
  random: Random,
  isNew: (point: SearchPoint) => boolean,
): SearchPoint | null {
  for (let i = 0; i < tries; i++) {
    const point = draw(random)
    if (isNew(point)) return point
  }
  const all = allPoints(space)
  if (all !== null) return newGridPoint(all, trials, random, isNew)
  for (let i = 0; i < manyTries; i++) {
    const point = drawPoint(space, random)
    if (isNew(point)) return point
  }
  return null
}

/** A point of the grid by chance, or the first new one after it. */
function newGridPoint(
  { count, point }: Grid,
  trials: number,
  random: Random,
  isNew: (point: SearchPoint) => boolean,
): SearchPoint | null {
  const start = count <= 2 ** 32 ? random.below(count) : random.uint32()
  // Of one point more than there were trials, one at least is new.
  for (let i = 0; i < Math.min(count, trials + 1); i++) {
    const candidate = point((start + i) % count)
    if (isNew(candidate)) return candidate
  }
  return null
}
