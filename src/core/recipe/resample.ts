import { createRandom, shuffle } from '../random.ts'

export interface Resampling {
  /** `over` draws rows of rare classes again, `under` leaves rows of frequent ones out. */
  method: 'over' | 'under'
  /** What the rarest class is then of the most frequent one, at least. */
  ratio: number
  seed: number
}

/**
 * Rows of each class after resampling: `RandomOverSampler` and `RandomUnderSampler` of imbalanced-learn, whose
 * `sampling_strategy` is the ratio (1 is their default). A class without rows stays without.
 *
 * @param counts rows of each class before
 */
export function resampledCounts(
  counts: ArrayLike<number>,
  { method, ratio }: Pick<Resampling, 'method' | 'ratio'>,
): number[] {
  const present = Array.from(counts).filter((count) => count > 0)
  const [least, most] = [Math.min(...present), Math.max(...present)]
  return Array.from(counts, (count) => {
    if (count === 0) return 0
    return method === 'over' ? Math.max(count, Math.floor(most * ratio)) : Math.min(count, Math.floor(least / ratio))
  })
}

/**
 * Which training rows a network learns from, in ascending order: all rows, and some again (`over`, with replacement), or
 * some of them (`under`). Only the engine's training rows are drawn so: what steps learn, and every metric, is of the
 * rows as they are, each once.
 *
 * @param codes class of each training row
 * @returns positions in `codes`
 */
export function resampledRows(codes: ArrayLike<number>, classes: number, settings: Resampling): Uint32Array {
  const members = Array.from({ length: classes }, () => new Array<number>())
  for (let i = 0; i < codes.length; i++) members[codes[i] ?? 0]?.push(i)
  const counts = resampledCounts(
    members.map(({ length }) => length),
    settings,
  )
  const random = createRandom(settings.seed)
  const drawn = new Uint32Array(counts.reduce((sum, count) => sum + count, 0))
  let at = 0
  for (const [code, own] of members.entries()) {
    const wanted = counts[code] ?? 0
    const order = Uint32Array.from(own)
    if (wanted < own.length) shuffle(order, random)
    for (let i = 0; i < wanted; i++) drawn[at++] = order[i < own.length ? i : random.below(own.length)] ?? 0
  }
  return drawn.sort()
}
