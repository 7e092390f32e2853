import { assertNever } from '../../../shared/assertNever.ts'
import type { Activation } from '../../../shared/training.ts'
import type { BinaryName, UnaryName } from '../../expression/types.ts'
import type { Dialect } from './dialects.ts'

/** Beyond this the exponential of a float64 is infinite, below its negative 0: PostgreSQL refuses both. */
const exponentLimit = 700
const overflow = 709.782712893384
const underflow = -745.1332191019411

/** Of a column x; NULL for NULL. What PostgreSQL would refuse is said by cases. */
export function unarySql({ infinity }: Dialect, name: UnaryName, x: string): string {
  const finite = (sql: string): string => `CASE WHEN abs(${x}) <= 1.7976931348623157e308 THEN ${sql} END`
  switch (name) {
    case 'negate':
      return `-(${x})`
    case 'absolute':
      return `abs(${x})`
    case 'sign':
      return `CASE WHEN ${x} > 0 THEN 1.0 WHEN ${x} < 0 THEN -1.0 ELSE ${x} END`
    case 'floor':
      return `floor(${x})`
    case 'ceiling':
      return `ceil(${x})`
    case 'round':
      // Adding 1.5 · 2⁵² leaves no bits behind the point, rounded half to even.
      return `CASE WHEN abs(${x}) < 2251799813685248 THEN (${x} + 6755399441055744.0) - 6755399441055744.0 ELSE floor(${x}) END`
    case 'squareRoot':
      return `CASE WHEN ${x} >= 0 THEN sqrt(${x}) END`
    case 'exponential':
      return exponential(x, infinity)
    case 'exponentialMinus1':
      return `CASE WHEN abs(${x}) < 1e-5 THEN ${x} + ${x} * ${x} / 2.0 ELSE ${exponential(x, infinity)} - 1.0 END`
    case 'logarithm':
      return logarithm(x, infinity)
    case 'logarithm1Plus':
      return `CASE WHEN abs(${x}) < 1e-5 THEN ${x} - ${x} * ${x} / 2.0 ELSE ${logarithm(`(1.0 + ${x})`, infinity)} END`
    case 'sine':
      return finite(`sin(${x})`)
    case 'cosine':
      return finite(`cos(${x})`)
    case 'tangent':
      return finite(`tan(${x})`)
    case 'hyperbolicTangent':
      return `tanh(${x})`
    default:
      return assertNever(name)
  }
}

function exponential(x: string, infinity: string): string {
  return `CASE WHEN ${x} > ${overflow} THEN ${infinity} WHEN ${x} < ${underflow + 1} THEN 0.0 ELSE exp(${x}) END`
}

function logarithm(x: string, infinity: string): string {
  return `CASE WHEN ${x} > 0 THEN ln(${x}) WHEN ${x} = 0 THEN -${infinity} END`
}

/** Of columns or numbers x and y; NULL where one of them is. */
export function binarySql({ infinity }: Dialect, name: BinaryName, x: string, y: string): string {
  switch (name) {
    case 'add':
      return `${x} + ${y}`
    case 'subtract':
      return `${x} - ${y}`
    case 'multiply':
      return `${x} * ${y}`
    case 'divide': {
      if (/^-?[\d.]*[1-9][\d.]*$/.test(y)) return `${x} / ${y}`
      const byZero = `CASE WHEN ${x} > 0 THEN ${infinity} WHEN ${x} < 0 THEN -${infinity} END`
      return `CASE WHEN ${y} = 0 THEN ${byZero} ELSE ${x} / ${y} END`
    }
    case 'minimum':
      return `CASE WHEN ${x} < ${y} THEN ${x} WHEN ${x} IS NOT NULL THEN ${y} END`
    case 'maximum':
      return `CASE WHEN ${x} > ${y} THEN ${x} WHEN ${x} IS NOT NULL THEN ${y} END`
    case 'modulo':
      return `${x} - ${y} * floor(${x} / nullif(${y}, 0))`
    case 'power':
      return power(infinity, x, y)
    default:
      return assertNever(name)
  }
}

function power(infinity: string, x: string, y: string): string {
  const size = `${y} * ln(abs(${x}))`
  const ofSize = `CASE WHEN ${size} > ${overflow} THEN ${infinity} WHEN ${size} < ${underflow + 1} THEN 0.0 ELSE power(abs(${x}), ${y}) END`
  const odd = `${y} - 2.0 * floor(${y} / 2.0) = 1`
  return [
    'CASE',
    `WHEN abs(${y}) > 1.7976931348623157e308 OR ${x} IS NULL THEN NULL`,
    `WHEN ${y} = 0 THEN 1.0`,
    `WHEN ${x} = 0 THEN CASE WHEN ${y} > 0 THEN 0.0 ELSE ${infinity} END`,
    `WHEN ${x} > 0 THEN ${ofSize}`,
    `WHEN ${y} = floor(${y}) THEN (${ofSize}) * CASE WHEN ${odd} THEN -1.0 ELSE 1.0 END`,
    'END',
  ].join(' ')
}

const sigmoid = (x: string): string =>
  `CASE WHEN ${x} < -${exponentLimit} THEN 0.0 WHEN ${x} > ${exponentLimit} THEN 1.0 ELSE 1.0 / (1.0 + exp(-(${x}))) END`
const softplus = (x: string): string =>
  `CASE WHEN ${x} > ${exponentLimit} THEN ${x} WHEN ${x} < -${exponentLimit} THEN 0.0 WHEN ${x} > 0 THEN ${x} + ln(1.0 + exp(-(${x}))) ELSE ln(1.0 + exp(${x})) END`
const hardSigmoid = (x: string): string =>
  `CASE WHEN ${x} <= -3 THEN 0.0 WHEN ${x} >= 3 THEN 1.0 ELSE ${x} / 6.0 + 0.5 END`
const expMinus1 = (x: string): string => `(CASE WHEN ${x} < -${exponentLimit} THEN 0.0 ELSE exp(${x}) END - 1.0)`

/** Of a column x that is never NULL; null where it stays as it is. Constants as in the engine. */
export function activationSql(activation: Activation, x: string): string | null {
  switch (activation) {
    case 'linear':
      return null
    case 'relu':
      return `CASE WHEN ${x} < 0 THEN 0.0 ELSE ${x} END`
    case 'leakyRelu':
      return `CASE WHEN ${x} < 0 THEN 0.01 * ${x} ELSE ${x} END`
    case 'elu':
      return `CASE WHEN ${x} < 0 THEN ${expMinus1(x)} ELSE ${x} END`
    case 'selu':
      return `1.0507009873554805 * CASE WHEN ${x} < 0 THEN 1.6732632423543772 * ${expMinus1(x)} ELSE ${x} END`
    case 'gelu':
      return `0.5 * ${x} * (1.0 + tanh(0.7978845608028654 * (${x} + 0.044715 * ${x} * ${x} * ${x})))`
    case 'silu':
      return `${x} * ${sigmoid(x)}`
    case 'mish':
      return `${x} * tanh(${softplus(x)})`
    case 'tanh':
      return `tanh(${x})`
    case 'sigmoid':
      return sigmoid(x)
    case 'softplus':
      return softplus(x)
    case 'hardSigmoid':
      return hardSigmoid(x)
    case 'hardTanh':
      return `CASE WHEN ${x} < -1 THEN -1.0 WHEN ${x} > 1 THEN 1.0 ELSE ${x} END`
    case 'hardSwish':
      return `${x} * ${hardSigmoid(x)}`
    default:
      return assertNever(activation)
  }
}

export { sigmoid as sigmoidSql, exponential as exponentialSql }
