import type { Value } from './element.ts'

type BuiltIn = (args: readonly Value[]) => Value

/** Built-in functions of PMML 4.4 by name, of values that are not missing. */
const functions: Readonly<Record<string, BuiltIn>> = {
  '+': numbers((x, y) => x + y),
  '-': numbers((x, y) => x - y),
  '*': numbers((x, y) => x * y),
  '/': numbers((x, y) => x / y),
  sum: (args) => args.reduce<number>((sum, value) => sum + asNumber(value), 0),
  abs: numbers(Math.abs),
  floor: numbers(Math.floor),
  ceil: numbers(Math.ceil),
  rint: numbers(nearestEven),
  sqrt: numbers(Math.sqrt),
  exp: numbers(Math.exp),
  expm1: numbers(Math.expm1),
  ln: numbers(Math.log),
  ln1p: numbers(Math.log1p),
  sin: numbers(Math.sin),
  cos: numbers(Math.cos),
  tan: numbers(Math.tan),
  tanh: numbers(Math.tanh),
  pow: numbers((x, y) => x ** y),
  equal: ([x, y]) => x === y,
  notEqual: ([x, y]) => x !== y,
  lessThan: numbers((x, y) => x < y),
  lessOrEqual: numbers((x, y) => x <= y),
  greaterThan: numbers((x, y) => x > y),
  greaterOrEqual: numbers((x, y) => x >= y),
  and: (args) => args.every(asTruth),
  or: (args) => args.some(asTruth),
  not: ([x]) => !asTruth(x),
  concat: (args) => args.map(asText).join(''),
  lowercase: ([x]) => asText(x).toLowerCase(),
  uppercase: ([x]) => asText(x).toUpperCase(),
}

/** Throws for a name that PMML does not have, or that files of Descent do not use. */
export function builtIn(name: string): BuiltIn {
  const found = Object.hasOwn(functions, name) ? functions[name] : undefined
  if (found === undefined) throw new Error(`The function ${name} is not known.`)
  return found
}

function numbers(of: (x: number, y: number) => number | boolean): BuiltIn {
  return (args) => of(asNumber(args[0]), args.length < 2 ? NaN : asNumber(args[1]))
}

function asNumber(value: Value | undefined): number {
  if (typeof value !== 'number') throw new Error(`${String(value)} is no number.`)
  return value
}

export function asTruth(value: Value | undefined): boolean {
  if (typeof value !== 'boolean') throw new Error(`${String(value)} is no truth.`)
  return value
}

function asText(value: Value | undefined): string {
  if (typeof value !== 'string') throw new Error(`${String(value)} is no text.`)
  return value
}

/** To the nearest integer, halves to the even one. */
function nearestEven(x: number): number {
  const below = Math.floor(x)
  const rest = x - below
  if (rest === 0.5) return below % 2 === 0 ? below : below + 1
  return rest < 0.5 ? below : below + 1
}
