import { incompleteBeta } from './incompleteBeta.ts'

/**
 * The chance that a variable of Student's t distribution is below t: I(ν/(ν + t²); ν/2, 1/2) / 2 is the chance to be
 * further out on one side (Abramowitz and Stegun, 1964, 26.7.1).
 *
 * @param freedom degrees of freedom ν, above 0; they need not be whole
 */
export function studentTCdf(t: number, freedom: number): number {
  if (Number.isNaN(t) || !(freedom > 0)) return NaN
  if (t === 0) return 0.5
  if (!Number.isFinite(t)) return t < 0 ? 0 : 1
  // Near the middle the argument of the usual form is so near to 1 that its digits are lost.
  const square = t * t
  const outside =
    square < 1
      ? 1 - incompleteBeta(square / (freedom + square), 0.5, freedom / 2)
      : incompleteBeta(freedom / (freedom + square), freedom / 2, 0.5)
  return t < 0 ? outside / 2 : 1 - outside / 2
}

/**
 * The t below which a variable of Student's t distribution falls with probability p: the inverse of `studentTCdf` by
 * bisection, to the last digits of a double.
 *
 * @param p above 0 and below 1
 */
export function studentTQuantile(p: number, freedom: number): number {
  if (!(p > 0 && p < 1) || !(freedom > 0)) return NaN
  if (p === 0.5) return 0
  if (p > 0.5) return -studentTQuantile(1 - p, freedom)
  let low = -1
  while (studentTCdf(low, freedom) > p) low *= 2
  let high = low === -1 ? 0 : low / 2
  for (;;) {
    const middle = (low + high) / 2
    if (middle <= low || middle >= high) return middle
    if (studentTCdf(middle, freedom) > p) high = middle
    else low = middle
  }
}
