import { binary, constant, unary, where } from '../../expression/build.ts'
import type { NumberExpression, UnaryName } from '../../expression/types.ts'
import { alike, finiteNumberOf, numberOf, numericOf } from '../arguments.ts'
import { FormulaError, wordsAt } from '../problem.ts'
import { compare, finite, isNumeric, type FormulaValue, type NumberValue } from '../values.ts'
import { argumentAt, type FunctionCall, type FunctionDefinition } from './definition.ts'

/** What infinite values do to a function of one number. */
type Infinities =
  /** An infinite argument gives an infinite result or none. */
  | 'kept'
  /** It would give a finite result, and so is made missing first. */
  | 'hidden'
  /** As hidden, and a finite argument may give an infinite result. */
  | 'made'

function ofOne(
  name: string,
  primitive: UnaryName,
  infinities: Infinities,
  help: string,
  example: string,
): FunctionDefinition {
  return {
    name,
    group: 'numbers',
    usage: `${name}(x)`,
    help,
    example,
    arity: [1, 1],
    build(call) {
      const value = numberOf(argumentAt(call, 0), call)
      const x = unary(primitive, infinities === 'kept' ? value.x : finite(value))
      return { type: 'number', x, overflows: infinities === 'kept' ? value.overflows : infinities === 'made' }
    },
  }
}

function ofSeveral(name: 'min' | 'max', help: string, example: string): FunctionDefinition {
  const primitive = name === 'min' ? 'minimum' : 'maximum'
  return {
    name,
    group: 'numbers',
    usage: `${name}(x, y, …)`,
    help,
    example,
    arity: [1, 100],
    build(call) {
      for (const argument of call.args) numericOf(argument, call)
      return alike(call.args, call)
        .filter(isNumeric)
        .reduce((x, y) => ({ type: x.type, x: binary(primitive, finite(x), finite(y)), overflows: false }))
    },
  }
}

/**
 * A quotient of logarithms misses whole results by a rounding, log10(1000) = 2.9999999999999996: where the nearest
 * whole power is the number itself, the result is whole.
 */
function logarithmTo(base: number, help: string, example: string): FunctionDefinition {
  const name = `log${base}`
  return {
    name,
    group: 'numbers',
    usage: `${name}(x)`,
    help,
    example,
    arity: [1, 1],
    build(call): FormulaValue {
      const x = finiteNumberOf(argumentAt(call, 0), call)
      const quotient = binary('divide', unary('logarithm', x), constant(Math.log(base)))
      const whole = unary('round', quotient)
      const isWhole = compare('equal', binary('power', constant(base), whole), x)
      return { type: 'number', x: where(isWhole, whole, quotient), overflows: true }
    },
  }
}

const mostDigits = 15

function roundTo(x: NumberExpression, digits: number): NumberExpression {
  if (digits === 0) return unary('round', x)
  const factor = constant(10 ** Math.abs(digits))
  return digits > 0
    ? binary('divide', unary('round', binary('multiply', x, factor)), factor)
    : binary('multiply', unary('round', binary('divide', x, factor)), factor)
}

function digitsOf(call: FunctionCall): number {
  const argument = call.args[1]
  if (argument === undefined) return 0
  const digits = argument.value.type === 'number' && argument.value.x.op === 'constant' ? argument.value.x.value : NaN
  if (Number.isInteger(digits) && Math.abs(digits) <= mostDigits) return digits
  throw new FormulaError(
    `${wordsAt(call.source, argument.node)} is no whole number from -${mostDigits} to ${mostDigits}, which round takes as its digits.`,
    argument.node,
  )
}

export const numberFunctions: FunctionDefinition[] = [
  ofOne('abs', 'absolute', 'kept', 'A number without its sign.', 'abs(balance)'),
  ofOne('sign', 'sign', 'hidden', '-1, 0 or 1: the sign of a number.', 'sign(balance)'),
  {
    name: 'round',
    group: 'numbers',
    usage: 'round(x, [digits])',
    help: 'The nearest number of so many decimals (0 by default, negative for tens); halves to the even neighbour.',
    example: 'round(price, 2)',
    arity: [1, 2],
    build(call): NumberValue {
      const value = numberOf(argumentAt(call, 0), call)
      const digits = digitsOf(call)
      return { type: 'number', x: roundTo(value.x, digits), overflows: value.overflows || digits !== 0 }
    },
  },
  ofOne('floor', 'floor', 'kept', 'The largest whole number that is not above a number.', 'floor(age / 10)'),
  ofOne('ceil', 'ceiling', 'kept', 'The smallest whole number that is not below a number.', 'ceil(hours)'),
  ofSeveral('min', 'The smallest of several numbers or dates; missing where one is missing.', 'min(width, height)'),
  ofSeveral('max', 'The largest of several numbers or dates; missing where one is missing.', 'max(balance, 0)'),
  ofOne('sqrt', 'squareRoot', 'kept', 'The square root; missing of a negative number.', 'sqrt(area)'),
  ofOne('exp', 'exponential', 'made', 'e (2.71828…) to the power of a number.', 'exp(-distance / 10)'),
  ofOne('ln', 'logarithm', 'made', 'The natural logarithm; missing of 0 and of negative numbers.', 'ln(income)'),
  logarithmTo(10, 'The logarithm to base 10; missing of 0 and of negative numbers.', 'log10(population)'),
  logarithmTo(2, 'The logarithm to base 2; missing of 0 and of negative numbers.', 'log2(size)'),
  ofOne('log1p', 'logarithm1Plus', 'made', 'ln(1 + x), exact near 0; missing from -1 down.', 'log1p(visits)'),
  ofOne('expm1', 'exponentialMinus1', 'made', 'exp(x) - 1, exact near 0.', 'expm1(rate)'),
  ofOne('sin', 'sine', 'kept', 'The sine of an angle in radians.', 'sin(2 * 3.14159265 * hour(time) / 24)'),
  ofOne('cos', 'cosine', 'kept', 'The cosine of an angle in radians.', 'cos(2 * 3.14159265 * hour(time) / 24)'),
  ofOne('tan', 'tangent', 'kept', 'The tangent of an angle in radians.', 'tan(slope)'),
  ofOne('tanh', 'hyperbolicTangent', 'hidden', 'The hyperbolic tangent, between -1 and 1.', 'tanh(score)'),
]
