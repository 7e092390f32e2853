/**
 * Exponential moving average of a curve sampled at uneven positions, corrected for its start
 * (Kingma & Ba 2015, section 3: dividing by 1 - s^t removes the bias towards zero). A value stands for all positions
 * since the one before: fed with their means, a thinned curve smooths as the full one would. One value after the other.
 *
 * @param strength 0 (none) to below 1
 * @returns takes a position, above the one before, and its value (NaN: none, which stays NaN)
 */
export function createSmoother(strength: number): (position: number, value: number) => number {
  let sum = 0
  let weight = 0
  let last: number | null = null
  return (position, value) => {
    if (!Number.isFinite(value)) return NaN
    const keep = strength ** (last === null ? 1 : Math.max(0, position - last))
    last = position
    sum = keep * sum + (1 - keep) * value
    weight = keep * weight + (1 - keep)
    return sum / weight
  }
}
