/** Counts in equal bins from the smallest to the largest value, at an epoch. */
export interface HistogramAt {
  epoch: number
  from: number
  to: number
  counts: readonly number[]
}

export interface Strip {
  epoch: number
  /** Only those that hold values; `share` of the fullest density of the strip, its square root, so that tails are seen. */
  bins: { from: number; to: number; share: number }[]
}

/** A strip an epoch, and the range of all values. */
export function historyStrips(history: readonly HistogramAt[]): { strips: Strip[]; low: number; high: number } {
  let low = Infinity
  let high = -Infinity
  const strips = history.map(({ epoch, from, to, counts }): Strip => {
    low = Math.min(low, from)
    high = Math.max(high, to)
    const most = counts.reduce((largest, count) => Math.max(largest, count), 0)
    const width = (to - from) / Math.max(1, counts.length)
    const bins = counts.flatMap((count, index) =>
      count === 0
        ? []
        : [{ from: from + index * width, to: from + (index + 1) * width, share: Math.sqrt(count / most) }],
    )
    return { epoch, bins }
  })
  if (low > high) return { strips, low: -1, high: 1 }
  return low === high ? { strips, low: low - 1, high: high + 1 } : { strips, low, high }
}
