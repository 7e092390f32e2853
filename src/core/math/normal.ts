/**
 * The chance that a standard normal variable is below x: half of erfc(-x / √2). By the series of Kummer's form near 0 and
 * by Laplace's continued fraction further out (Abramowitz and Stegun, 1964, 7.1.6 and 7.1.14), to some 1e-15 relative, the
 * far lower tail included.
 */
export function normalCdf(x: number): number {
  if (Number.isNaN(x)) return NaN
  const z = Math.abs(x) / Math.SQRT2
  if (z < 2) return 0.5 + (Math.sign(x) * erfSeries(z)) / 2
  const tail = erfcFraction(z) / 2
  return x < 0 ? tail : 1 - tail
}

/** erf z = 2/√π · exp(-z²) · Σ 2ⁿ z^(2n+1) / (1·3·…·(2n+1)); all terms are positive, so that nothing cancels. */
function erfSeries(z: number): number {
  let term = z
  let sum = z
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= (2 * z * z) / (2 * n + 1)
    sum += term
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-z * z) * sum
}

/** √π · exp(z²) · erfc z = 1/(z + (1/2)/(z + 1/(z + (3/2)/(z + …)))), from the inside out; for z from 2 on. */
function erfcFraction(z: number): number {
  let inner = z
  for (let n = 60; n >= 1; n--) inner = z + n / 2 / inner
  return Math.exp(-z * z) / (Math.sqrt(Math.PI) * inner)
}
