/**
 * Exponential moving average of a curve sampled at uneven positions, corrected for its start
 * (Kingma & Ba 2015, section 3: dividing by 1 - s^t removes the bias towards zero). A gap of d positions decays the
 * past by `strength`^d, so that a downsampled curve smooths as the full one would.
 *
 * @param x positions, ascending (epochs)
 * @param y values; null where there is none, which stays null
 * @param strength 0 (none) to below 1
 */
export function smooth(x: readonly number[], y: readonly (number | null)[], strength: number): (number | null)[] {
  if (!(strength > 0)) return y.slice()
  let sum = 0
  let weight = 0
  let last: number | null = null
  return y.map((value, i) => {
    if (value === null || !Number.isFinite(value)) return null
    const position = x[i] ?? i
    const keep = last === null ? 0 : strength ** Math.max(0, position - last)
    last = position
    sum = keep * sum + (1 - strength) * value
    weight = keep * weight + (1 - strength)
    return sum / weight
  })
}
