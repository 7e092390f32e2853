/** The losses of a run's last epochs, one entry an epoch; NaN where there are no validation rows. */
export interface Losses {
  epochs: Float64Array
  train: Float64Array
  validation: Float64Array
}

/** Columns of the first numbers of records that are `width` wide (src/core/series/records.ts). */
export function lossesOf(records: Float64Array, width: number): Losses {
  const count = Math.floor(records.length / width)
  const column = (field: number) => Float64Array.from({ length: count }, (_, i) => records[i * width + field] ?? NaN)
  return { epochs: column(0), train: column(1), validation: column(2) }
}

/** Of at least one value. */
export function median(values: Float64Array): number {
  const sorted = values.toSorted()
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2
}

export function smallest(values: Float64Array): number {
  let least = Infinity
  for (const value of values) if (value < least) least = value
  return least
}

/** How far values go up and down, Σ|Δ|, for each unit that they get on, |last − first|; 1 where they only go one way. */
export function restlessness(values: Float64Array): number {
  let way = 0
  for (let i = 1; i < values.length; i++) way += Math.abs((values[i] ?? 0) - (values[i - 1] ?? 0))
  const net = Math.abs((values.at(-1) ?? 0) - (values[0] ?? 0))
  return way === 0 ? 1 : way / Math.max(net, way * 1e-9)
}
