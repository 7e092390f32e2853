import { binary, constant, less, unary, where } from '../../expression/build.ts'
import type { NumberExpression } from '../../expression/types.ts'

/**
 * Largest exponent raised: e^600 is about 4e260, so that results stay finite whatever they are then scaled with. Values
 * beyond it share the result of the value that reaches it.
 */
export const largestExponent = 600

/**
 * Yeo and Johnson's power transformation (2000, Biometrika 87:954–959, eq. 2.1; `scipy.stats.yeojohnson`):
 * ((x + 1)^λ - 1) / λ from 0 on, -((1 - x)^(2 - λ) - 1) / (2 - λ) below, and the logarithms that these become for λ of
 * 0 and 2. Ascends strictly, is continuous in x and λ, and 0 stays 0; λ of 1 changes nothing. NaN stays NaN.
 */
export function yeoJohnson(x: number, lambda: number): number {
  return x < 0 ? -power(-x, 2 - lambda) : power(x, lambda)
}

/** ((x + 1)^p - 1) / p for x of 0 or more, by expm1 and log1p, which lose no digits where x or p is near 0. */
function power(x: number, p: number): number {
  const log = Math.log1p(x)
  return isLogarithm(p) ? log : Math.expm1(Math.min(p * log, largestExponent)) / p
}

/** Powers that float64 cannot tell from 0. */
export function isLogarithm(power: number): boolean {
  return Math.abs(power) < Number.EPSILON
}

/**
 * The x that `yeoJohnson` takes to y, for y between the transformed numbers' ends: for λ below 0 no x gives 1/-λ or more,
 * and for λ above 2 none gives 1/(2 - λ) or less. Near these ends float64 holds ever fewer of x's digits.
 */
export function inverseYeoJohnson(y: NumberExpression, lambda: number): NumberExpression {
  const below = unary('negate', inversePower(unary('negate', y), 2 - lambda))
  return where(less(y, constant(0)), below, inversePower(y, lambda))
}

function inversePower(y: NumberExpression, p: number): NumberExpression {
  if (isLogarithm(p)) return unary('exponentialMinus1', y)
  const log = unary('logarithm1Plus', binary('multiply', constant(p), y))
  return unary('exponentialMinus1', binary('divide', log, constant(p)))
}
