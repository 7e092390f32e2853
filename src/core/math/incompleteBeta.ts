/**
 * The natural logarithm of the gamma function for x > 0: Stirling's series (Abramowitz and Stegun, 1964, 6.1.41) from 15
 * on, which smaller x reach by Γ(x) = Γ(x + 1)/x.
 */
export function lnGamma(x: number): number {
  let product = 1
  let y = x
  for (; y < 15; y++) product *= y
  const inverse = 1 / (y * y)
  const series = stirling.reduceRight((sum, coefficient) => sum * inverse + coefficient, 0) / y
  return (y - 0.5) * Math.log(y) - y + 0.5 * Math.log(2 * Math.PI) + series - Math.log(product)
}

/** B(2n) / (2n (2n - 1)) with Bernoulli's numbers. */
const stirling = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156]

/**
 * The regularized incomplete beta function I(x; a, b) for 0 ≤ x ≤ 1 and a, b > 0, by its continued fraction (Abramowitz
 * and Stegun, 1964, 26.5.8) on the side on which that is fast, with Lentz's method (1976) in the form of Thompson and
 * Barnett (1986).
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  const front = Math.exp(lnGamma(a + b) - lnGamma(a) - lnGamma(b) + a * Math.log(x) + b * Math.log1p(-x))
  return x < (a + 1) / (a + b + 2) ? (front * fraction(x, a, b)) / a : 1 - (front * fraction(1 - x, b, a)) / b
}

const smallest = 1e-300
/** Enough for a and b up to some 1e7: the fraction takes about √max(a, b) terms. */
const mostTerms = 20_000

function fraction(x: number, a: number, b: number): number {
  const awayFromZero = (value: number): number => (Math.abs(value) < smallest ? smallest : value)
  let c = 1
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1))
  let result = d
  for (let m = 1; m <= mostTerms; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / awayFromZero(1 + even * d)
    c = awayFromZero(1 + even / c)
    result *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / awayFromZero(1 + odd * d)
    c = awayFromZero(1 + odd / c)
    const change = d * c
    result *= change
    if (Math.abs(change - 1) < 1e-16) break
  }
  return result
}
