import { CHUNK_ROWS } from './columns/codec.ts'

/** Rows from `first` up to `end`, which is not among them; all within one chunk. */
export interface Stretch {
  first: number
  end: number
}

/**
 * The whole table in stretches of one chunk each, in the order in which a search from a row goes through it: on to
 * the end and then from the other end back to where it began. `from` itself is looked at first.
 */
export function searchOrder(rows: number, from: number, backwards: boolean): Stretch[] {
  const at = Math.max(0, Math.min(rows - 1, from))
  const parts = (first: number, end: number): Stretch[] => {
    const stretches: Stretch[] = []
    for (let start = first; start < end;) {
      const next = Math.min(end, (Math.floor(start / CHUNK_ROWS) + 1) * CHUNK_ROWS)
      stretches.push({ first: start, end: next })
      start = next
    }
    return backwards ? stretches.toReversed() : stretches
  }
  return backwards ? [...parts(0, at + 1), ...parts(at + 1, rows)] : [...parts(at, rows), ...parts(0, at)]
}
