import { assertNever } from '../../../shared/assertNever.ts'
import type { BinaryName, UnaryName } from '../../expression/types.ts'
import { apply, field, guarded, number, when } from './expressions.ts'
import { tag } from './xml.ts'

/** The name of the function that rounds to float32, which the file defines. */
export const float32Function = 'float32'

/**
 * Rounded to float32, missing beyond and 0 where it is too small: the product with 2²⁹ + 1 leaves 24 bits (Veltkamp's splitting;
 * Dekker, 1971, doi:10.1007/BF01397083).
 */
export function float32Definition(): string {
  const x = field('x')
  const product = apply('*', x, number(536_870_913))
  const size = apply('abs', x)
  const rounded = apply('-', product, apply('-', product, x))
  const finite = when(apply('lessThan', size, number(3.4028235677973366e38)), rounded)
  const body = guarded([x], when(apply('lessThan', size, number(1.1754943508222875e-38)), number(0), finite))
  const type = { optype: 'continuous', dataType: 'double' }
  return tag('DefineFunction', { name: float32Function, ...type }, [
    tag('ParameterField', { name: 'x', ...type }),
    body,
  ])
}

/** Of a number x, missing where x is; functions are only applied to what they are defined for. */
export function unaryPmml(name: UnaryName, x: string): string {
  return guarded([x], unary(name, x))
}

function unary(name: UnaryName, x: string): string {
  const infinite = (sign: 1 | -1): string => number(sign * Infinity)
  const zero = number(0)
  switch (name) {
    case 'negate':
      return apply('-', zero, x)
    case 'absolute':
      return apply('abs', x)
    case 'sign':
      return when(apply('greaterThan', x, zero), number(1), when(apply('lessThan', x, zero), number(-1), x))
    case 'floor':
      return apply('floor', x)
    case 'ceiling':
      return apply('ceil', x)
    case 'round':
      return apply('rint', x)
    case 'squareRoot':
      return when(apply('greaterOrEqual', x, zero), apply('sqrt', x))
    case 'exponential':
      return apply('exp', x)
    case 'exponentialMinus1':
      return apply('expm1', x)
    case 'logarithm':
      return when(apply('greaterThan', x, zero), apply('ln', x), when(apply('equal', x, zero), infinite(-1)))
    case 'logarithm1Plus': {
      const least = number(-1)
      return when(apply('greaterThan', x, least), apply('ln1p', x), when(apply('equal', x, least), infinite(-1)))
    }
    case 'sine':
      return apply('sin', x)
    case 'cosine':
      return apply('cos', x)
    case 'tangent':
      return apply('tan', x)
    case 'hyperbolicTangent':
      return apply('tanh', x)
    default:
      return assertNever(name)
  }
}

/** Of numbers x and y, missing where one of them is. */
export function binaryPmml(name: BinaryName, x: string, y: string): string {
  switch (name) {
    case 'add':
      return apply('+', x, y)
    case 'subtract':
      return apply('-', x, y)
    case 'multiply':
      return apply('*', x, y)
    default:
      return guarded([x, y], binary(name, x, y))
  }
}

function binary(name: Exclude<BinaryName, 'add' | 'subtract' | 'multiply'>, x: string, y: string): string {
  const zero = number(0)
  switch (name) {
    case 'divide': {
      const byZero = when(
        apply('greaterThan', x, zero),
        number(Infinity),
        when(apply('lessThan', x, zero), number(-Infinity)),
      )
      return when(apply('equal', y, zero), byZero, apply('/', x, y))
    }
    case 'minimum':
      return when(apply('lessThan', x, y), x, y)
    case 'maximum':
      return when(apply('greaterThan', x, y), x, y)
    case 'modulo':
      return when(apply('notEqual', y, zero), apply('-', x, apply('*', y, apply('floor', apply('/', x, y)))))
    case 'power':
      return power(x, y)
    default:
      return assertNever(name)
  }
}

function power(x: string, y: string): string {
  const zero = number(0)
  const ofZero = when(apply('equal', y, zero), number(1), when(apply('greaterThan', y, zero), zero, number(Infinity)))
  const isDefined = apply('or', apply('greaterThan', x, zero), apply('equal', y, apply('floor', y)))
  return when(apply('equal', x, zero), ofZero, when(isDefined, apply('pow', x, y)))
}
