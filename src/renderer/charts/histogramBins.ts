import type { ClippedHistogram } from '../../shared/datasets.ts'
import { plural } from '../../core/words/format.ts'

export interface HistogramBin {
  from: number
  to: number
  count: number
  /** Where the bar stands on the axis. */
  drawnFrom: number
  drawnTo: number
  middle: number
  /** It gathers what lies beyond the range. */
  isBeyond: boolean
}

/** The bars of a histogram, ascending; one as wide as a bin at each end beyond which there are values. */
export function binsOf({ edges, counts, below, above }: ClippedHistogram): HistogramBin[] {
  const [first, last] = [edges[0] ?? 0, edges.at(-1) ?? 0]
  const width = (last - first) / Math.max(1, counts.length) || 1
  const inside = counts.map((count, i) => bar(count, edges[i] ?? 0, edges[i + 1] ?? 0))
  const bars = [...inside]
  if (below !== undefined) {
    bars.unshift({ ...bar(below.count, first - width, first), from: below.farthest, isBeyond: true })
  }
  if (above !== undefined) bars.push({ ...bar(above.count, last, last + width), to: above.farthest, isBeyond: true })
  return bars
}

function bar(count: number, from: number, to: number): HistogramBin {
  return { from, to, count, drawnFrom: from, drawnTo: to, middle: (from + to) / 2, isBeyond: false }
}

/** How much of it lies beyond the range, in a sentence; null for nothing. */
export function beyondText({ below, above }: ClippedHistogram, format: (value: number) => string): string | null {
  const parts = [
    ...(below === undefined ? [] : [`${plural(below.count, 'row')} below, down to ${format(below.farthest)}`]),
    ...(above === undefined ? [] : [`${plural(above.count, 'row')} above, up to ${format(above.farthest)}`]),
  ]
  return parts.length === 0 ? null : `The dashed bars gather what is far out: ${parts.join('; ')}.`
}
