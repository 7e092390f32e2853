/** A point of a swarm: how far its line's middle it stands, in points that touch. */
export interface SwarmPoint {
  index: number
  x: number
  /** -1 … 1, of half the line's height. */
  offset: number
}

/** Width of a bin in which points are stacked, in CSS pixels. */
const binWidth = 4

/**
 * Values side by side: points that would cover each other are moved to above and below the line in turn, further out the
 * more there are at a place.
 *
 * @param xs where each point is, in CSS pixels
 * @param most points that a place may hold on either side before they are pressed together
 */
export function swarm(xs: readonly number[], most = 5): SwarmPoint[] {
  const counts = new Map<number, number>()
  for (const x of xs) {
    const bin = Math.round(x / binWidth)
    counts.set(bin, (counts.get(bin) ?? 0) + 1)
  }
  const fullest = Math.max(1, ...counts.values())
  const scale = Math.max(most, Math.ceil(fullest / 2))
  const taken = new Map<number, number>()
  return xs.map((x, index) => {
    const bin = Math.round(x / binWidth)
    const place = taken.get(bin) ?? 0
    taken.set(bin, place + 1)
    const side = place % 2 === 0 ? 1 : -1
    return { index, x, offset: (side * Math.ceil(place / 2)) / scale }
  })
}
