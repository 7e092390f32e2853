/** One curve. `x` ascends; `y` is null where there is no value. */
export interface LineSeries {
  id: string
  label: string
  x: readonly number[]
  y: readonly (number | null)[]
  /** Which colour and dash of the palette, from 0. */
  style: number
}

/** A point worth seeing: the best epoch of a run. */
export interface LineMarker {
  series: string
  label: string
  x: number
  y: number
}

/** Something that happened at a position, marked with a line from top to bottom. */
export interface LineEvent {
  x: number
  label: string
  /** `back`: the curve began again from there. */
  kind: 'change' | 'back'
}

/** Index of the first position that is not below `value`. */
export function lowerBound(x: readonly number[], value: number): number {
  let low = 0
  let high = x.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((x[middle] ?? Infinity) < value) low = middle + 1
    else high = middle
  }
  return low
}

/** The curve's own value nearest to a position, or null where the curve does not reach. */
export function valueNear(series: Pick<LineSeries, 'x' | 'y'>, position: number): { x: number; y: number } | null {
  const { x, y } = series
  const first = x[0]
  const last = x.at(-1)
  if (first === undefined || last === undefined || position < first || position > last) return null
  const after = lowerBound(x, position)
  const before = Math.max(0, after - 1)
  const nearest = Math.abs((x[after] ?? Infinity) - position) < position - (x[before] ?? -Infinity) ? after : before
  const value = y[nearest]
  const at = x[nearest]
  return value === null || value === undefined || at === undefined ? null : { x: at, y: value }
}

/** The part of a curve within a range, with one point beyond each end so that the line reaches the edges. */
export function within(series: LineSeries, range: readonly [number, number]): LineSeries {
  const from = Math.max(0, lowerBound(series.x, range[0]) - 1)
  const to = Math.min(series.x.length, lowerBound(series.x, range[1]) + 2)
  return { ...series, x: series.x.slice(from, to), y: series.y.slice(from, to) }
}

/** Least and greatest finite position of all curves, or null where there is none. */
export function extent(series: readonly LineSeries[]): [number, number] | null {
  let low = Infinity
  let high = -Infinity
  for (const { x } of series) {
    const first = x[0]
    const last = x.at(-1)
    if (first !== undefined && first < low) low = first
    if (last !== undefined && last > high) high = last
  }
  return low <= high ? [low, high] : null
}
