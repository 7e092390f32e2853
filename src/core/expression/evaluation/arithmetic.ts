import type { BinaryName, UnaryName } from '../types.ts'

type UnaryLoop = (x: Float64Array, out: Float64Array, count: number) => void
type BinaryLoop = (x: Float64Array, y: Float64Array, out: Float64Array, count: number) => void

/**
 * One loop an operation: a loop that were given its operation as a function would call it for every row.
 * Entries beyond the arrays never occur; `?? NaN` satisfies the compiler and costs nothing.
 */
export const unaryLoops: Record<UnaryName, UnaryLoop> = {
  negate: (x, out, count) => {
    for (let i = 0; i < count; i++) out[i] = -(x[i] ?? NaN)
  },
  absolute: (x, out, count) => {
    for (let i = 0; i < count; i++) out[i] = Math.abs(x[i] ?? NaN)
  },
  sign: (x, out, count) => {
    for (let i = 0; i < count; i++) out[i] = Math.sign(x[i] ?? NaN)
  },
  floor: (x, out, count) => {
    for (let i = 0; i < count; i++) out[i] = Math.floor(x[i] ?? NaN)
  },
  ceiling: (x, out, count) => {
    for (let i = 0; i < count; i++) out[i] = Math.ceil(x[i] ?? NaN)
  },
  round: (x, out, count) => {
    for (let i = 0; i < count; i++) out[i] = roundHalfToEven(x[i] ?? NaN)
  },
  squareRoot: (x, out, count) => {
    for (let i = 0; i < count; i++) out[i] = Math.sqrt(x[i] ?? NaN)
  },
  exponential: (x, out, count) => {
    for (let i = 0; i < count; i++) out[i] = Math.exp(x[i] ?? NaN)
  },
  exponentialMinus1: (x, out, count) => {
    for (let i = 0; i < count; i++) out[i] = Math.expm1(x[i] ?? NaN)
  },
  logarithm: (x, out, count) => {
    for (let i = 0; i < count; i++) out[i] = Math.log(x[i] ?? NaN)
  },
  logarithm1Plus: (x, out, count) => {
    for (let i = 0; i < count; i++) out[i] = Math.log1p(x[i] ?? NaN)
  },
  sine: (x, out, count) => {
    for (let i = 0; i < count; i++) out[i] = Math.sin(x[i] ?? NaN)
  },
  cosine: (x, out, count) => {
    for (let i = 0; i < count; i++) out[i] = Math.cos(x[i] ?? NaN)
  },
  tangent: (x, out, count) => {
    for (let i = 0; i < count; i++) out[i] = Math.tan(x[i] ?? NaN)
  },
  hyperbolicTangent: (x, out, count) => {
    for (let i = 0; i < count; i++) out[i] = Math.tanh(x[i] ?? NaN)
  },
}

export const binaryLoops: Record<BinaryName, BinaryLoop> = {
  add: (x, y, out, count) => {
    for (let i = 0; i < count; i++) out[i] = (x[i] ?? NaN) + (y[i] ?? NaN)
  },
  subtract: (x, y, out, count) => {
    for (let i = 0; i < count; i++) out[i] = (x[i] ?? NaN) - (y[i] ?? NaN)
  },
  multiply: (x, y, out, count) => {
    for (let i = 0; i < count; i++) out[i] = (x[i] ?? NaN) * (y[i] ?? NaN)
  },
  divide: (x, y, out, count) => {
    for (let i = 0; i < count; i++) out[i] = (x[i] ?? NaN) / (y[i] ?? NaN)
  },
  power: (x, y, out, count) => {
    for (let i = 0; i < count; i++) out[i] = power(x[i] ?? NaN, y[i] ?? NaN)
  },
  minimum: (x, y, out, count) => {
    for (let i = 0; i < count; i++) out[i] = Math.min(x[i] ?? NaN, y[i] ?? NaN)
  },
  maximum: (x, y, out, count) => {
    for (let i = 0; i < count; i++) out[i] = Math.max(x[i] ?? NaN, y[i] ?? NaN)
  },
  modulo: (x, y, out, count) => {
    for (let i = 0; i < count; i++) out[i] = modulo(x[i] ?? NaN, y[i] ?? NaN)
  },
}

function roundHalfToEven(x: number): number {
  const down = Math.floor(x)
  const rest = x - down
  if (rest < 0.5) return down
  if (rest === 0.5 && down % 2 === 0) return down
  // A negative number rounds to the zero of its sign, as in IEEE 754.
  return down === -1 ? -0 : down + 1
}

/** Without the exceptions of IEEE 754 that make a number of a missing value. */
function power(x: number, y: number): number {
  return Number.isNaN(x) || !Number.isFinite(y) ? NaN : x ** y
}

function modulo(x: number, y: number): number {
  const rest = x % y
  return rest !== 0 && rest < 0 !== y < 0 ? rest + y : rest
}
