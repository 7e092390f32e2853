/** An axis: its range and where its labels stand. */
export interface Axis {
  domain: [number, number]
  ticks: number[]
}

/** The step of 1, 2 or 5 times a power of ten that divides `span` into about `count` parts. */
function niceStep(span: number, count: number): number {
  const raw = span / Math.max(1, count)
  const power = 10 ** Math.floor(Math.log10(raw))
  const ratio = raw / power
  return (ratio < 1.5 ? 1 : ratio < 3.5 ? 2 : ratio < 7.5 ? 5 : 10) * power
}

/** Multiples of `step` within [low, high], without the noise of repeated addition. */
function multiples(low: number, high: number, step: number): number[] {
  const ticks: number[] = []
  const slack = step * 1e-9
  for (let k = Math.ceil((low - slack) / step); k * step <= high + slack; k += 1) {
    ticks.push(Number((k * step).toPrecision(12)))
  }
  return ticks
}

/**
 * A linear axis whose range is widened to whole steps. Positive values that span more than half of their greatest
 * start at zero, so that a loss is seen in its true proportion.
 */
export function linearAxis(values: readonly number[], count = 5): Axis {
  let low = Infinity
  let high = -Infinity
  for (const value of values) {
    if (!Number.isFinite(value)) continue
    if (value < low) low = value
    if (value > high) high = value
  }
  if (low > high) return { domain: [0, 1], ticks: [0, 0.5, 1] }
  if (low >= 0 && low < high / 2) low = 0
  if (low === high) {
    const around = low === 0 ? 1 : Math.abs(low) * 0.1
    low -= around
    high += around
  }
  const step = niceStep(high - low, count)
  const from = Math.floor(low / step + 1e-9) * step
  const to = Math.ceil(high / step - 1e-9) * step
  const domain: [number, number] = [Number(from.toPrecision(12)), Number(to.toPrecision(12))]
  return { domain, ticks: multiples(domain[0], domain[1], step) }
}

/** A logarithmic axis over the positive values; labels at powers of ten, with 2 and 5 between where there are few. */
export function logAxis(values: readonly number[]): Axis {
  let low = Infinity
  let high = -Infinity
  for (const value of values) {
    if (!Number.isFinite(value) || value <= 0) continue
    if (value < low) low = value
    if (value > high) high = value
  }
  if (low > high) return { domain: [0.1, 1], ticks: [0.1, 1] }
  const mantissas = Math.log10(high / low) > 3 ? [1] : [1, 2, 5]
  const candidates: number[] = []
  for (let e = Math.floor(Math.log10(low)) - 1; e <= Math.ceil(Math.log10(high)) + 1; e += 1) {
    for (const m of mantissas) candidates.push(Number((m * 10 ** e).toPrecision(12)))
  }
  const from = candidates.filter((tick) => tick <= low).at(-1) ?? low
  const to = candidates.find((tick) => tick >= high) ?? high
  const domain: [number, number] = from < to ? [from, to] : [from / 2, from * 2]
  const inside = candidates.filter((tick) => tick >= domain[0] && tick <= domain[1])
  const every = Math.max(1, Math.ceil(inside.length / 8))
  return { domain, ticks: inside.filter((_, i) => i % every === 0) }
}

/** An axis of whole numbers that keeps exactly the range it is given (epochs). */
export function epochAxis(from: number, to: number, count = 8): Axis {
  const end = to > from ? to : from + 1
  const step = Math.max(1, niceStep(end - from, count))
  return { domain: [from, end], ticks: multiples(from, end, step) }
}

/** The axis with so few labels that they do not touch: every second, fifth, tenth … of them, in `width` pixels. */
export function spacedAxis(axis: Axis, width: number, least = 54): Axis {
  const { domain, ticks } = axis
  const [first, second] = ticks
  if (first === undefined || second === undefined) return axis
  const pixels = ((second - first) / (domain[1] - domain[0])) * width
  const every = [1, 2, 5, 10].find((count) => pixels * count >= least) ?? ticks.length
  return every === 1 ? axis : { domain, ticks: ticks.filter((_, index) => index % every === 0) }
}
