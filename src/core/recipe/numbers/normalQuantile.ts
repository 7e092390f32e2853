import { binary, constant, less, unary, where } from '../../expression/build.ts'
import type { NumberExpression } from '../../expression/types.ts'

/**
 * The number below which a standard normal variable falls with probability p: Wichura's rational functions (1988,
 * Applied Statistics 37:477–484, algorithm AS 241, PPND16), good to some 1e-16. For p from 1e-10 to 1 - 1e-10; the far
 * tails have a function of their own, which is left out.
 */
export function normalQuantile(p: NumberExpression): NumberExpression {
  const off = binary('subtract', p, constant(0.5))
  const inside = binary('subtract', constant(0.425 ** 2), binary('multiply', off, off))
  const tail = binary('minimum', p, binary('subtract', constant(1), p))
  const depth = unary('squareRoot', unary('negate', unary('logarithm', tail)))
  const middleResult = binary('multiply', off, ratio(middle, inside))
  const tailResult = binary('multiply', unary('sign', off), ratio(outer, binary('subtract', depth, constant(1.6))))
  return where(less(unary('absolute', off), constant(0.425)), middleResult, tailResult)
}

/** Coefficients of a polynomial from the constant on. */
interface Rational {
  above: readonly number[]
  below: readonly number[]
}

function ratio({ above, below }: Rational, x: NumberExpression): NumberExpression {
  return binary('divide', polynomial(above, x), polynomial(below, x))
}

/** By Horner's rule. */
function polynomial(coefficients: readonly number[], x: NumberExpression): NumberExpression {
  return coefficients
    .map(constant)
    .reduceRight((sum, coefficient) => binary('add', binary('multiply', sum, x), coefficient))
}

const middle: Rational = {
  above: [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087,
    33430.57558358813, 2509.0809287301227,
  ],
  below: [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
    28729.085735721943, 5226.495278852854,
  ],
}

const outer: Rational = {
  above: [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
    0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
  ],
  below: [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
    0.0005475938084995345, 1.0507500716444169e-9,
  ],
}
