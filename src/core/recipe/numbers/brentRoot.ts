/** A function at a point. */
export interface Sample {
  x: number
  y: number
}

/**
 * A root of a continuous function between two points where its signs differ: Brent's method (1973, Algorithms for
 * Minimization without Derivatives, chapter 4), secant and inverse quadratic steps safeguarded by bisection.
 *
 * @param tolerance how far the result may be from the root, beside the rounding of x itself
 */
export function brentRoot(f: (x: number) => number, from: Sample, to: Sample, tolerance: number): number {
  let last = from
  let best = to
  // The root lies between `best` and `other`.
  let other = from
  let step = best.x - last.x
  let stepBefore = step
  for (;;) {
    if (Math.sign(best.y) === Math.sign(other.y)) {
      other = last
      step = best.x - last.x
      stepBefore = step
    }
    if (Math.abs(other.y) < Math.abs(best.y)) {
      last = best
      best = other
      other = last
    }
    const least = 2 * Number.EPSILON * Math.abs(best.x) + tolerance / 2
    const half = (other.x - best.x) / 2
    if (best.y === 0 || !(Math.abs(half) > least)) return best.x

    const proposed = interpolatedStep(last, best, other, half)
    const isTrusted =
      Math.abs(stepBefore) >= least &&
      Math.abs(last.y) > Math.abs(best.y) &&
      proposed / half > 0 &&
      Math.abs(proposed) < Math.min(1.5 * Math.abs(half) - least / 2, Math.abs(stepBefore) / 2)
    stepBefore = isTrusted ? step : half
    step = isTrusted ? proposed : half
    last = best
    const x = best.x + (Math.abs(step) > least ? step : Math.sign(half) * least)
    best = { x, y: f(x) }
  }
}

/** From the best point to the root of the secant, or of the inverse parabola where there are three points. */
function interpolatedStep(last: Sample, best: Sample, other: Sample, half: number): number {
  const s = best.y / last.y
  if (last.x === other.x) return (2 * half * s) / (s - 1)
  const q = last.y / other.y
  const r = best.y / other.y
  const numerator = s * (2 * half * q * (q - r) - (best.x - last.x) * (r - 1))
  return -numerator / ((q - 1) * (r - 1) * (s - 1))
}
