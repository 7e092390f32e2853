import type { Step, StepState } from '../../../shared/recipes.ts'
import { byteText } from '../../byteText.ts'
import { binary } from '../../expression/build.ts'
import type { NumberExpression } from '../../expression/types.ts'
import type { Problem, WorkingColumn } from '../columns.ts'
import { numberOf, type PreparedColumn, type PreparedNumber } from '../prepared.ts'
import type { ExpressTable, Fitter } from './step.ts'

type PolynomialStep = Extract<Step, { kind: 'polynomial' }>
export type PolynomialState = Extract<StepState, { kind: 'polynomial' }>

/** While steps learn, a column holds float64 of every training row. */
const bytesPerNumber = 8

/**
 * Which products of the columns there will be, in the order of scikit-learn's `PolynomialFeatures`. Powers of a 0/1
 * column, and products of two that come of the same category, are left out: they say nothing new.
 */
function fitPolynomial(step: PolynomialStep, columns: readonly WorkingColumn[]): PolynomialState | Problem {
  const factors = columns.filter(({ kind }) => kind === 'number' || kind === 'indicator')
  const sizes = Array.from({ length: Math.max(0, step.degree - 1) }, (_, index) => index + 2)
  const count = countProducts(step, factors, sizes)
  if (count > step.maxColumns) return tooMany(step, factors, count)
  const products = sizes.flatMap((size) => [...combinations(factors, size, !step.interactionsOnly)])
  return { kind: 'polynomial', columns: factors.map(({ name }) => ({ name })), products }
}

/** Ascending indices of factors, in lexicographic order: each category at most once, and each number, unless repeated. */
function* combinations(
  factors: readonly WorkingColumn[],
  size: number,
  repeated: boolean,
  from = 0,
  used: readonly Int32Array[] = [],
): Generator<number[]> {
  if (size === 0) return void (yield [])
  for (let first = from; first < factors.length; first++) {
    const factor = factors[first]
    const isIndicator = factor?.kind === 'indicator'
    if (isIndicator && used.includes(factor.codes)) continue
    const next = repeated && !isIndicator ? first : first + 1
    const usedNow = isIndicator ? [...used, factor.codes] : used
    for (const rest of combinations(factors, size - 1, repeated, next, usedNow)) yield [first, ...rest]
  }
}

/** How many `combinations` there are of all the sizes, without making them. */
function countProducts(
  { interactionsOnly }: PolynomialStep,
  factors: readonly WorkingColumn[],
  sizes: readonly number[],
): number {
  const perCategory = new Map<Int32Array, number>()
  for (const factor of factors) {
    if (factor.kind === 'indicator') perCategory.set(factor.codes, (perCategory.get(factor.codes) ?? 0) + 1)
  }
  // Ways to take so many 0/1 columns, each of another category: elementary symmetric polynomials of their numbers.
  const ways = [1, ...sizes.map(() => 0), 0]
  for (const columns of perCategory.values()) {
    for (let taken = ways.length - 1; taken > 0; taken--) {
      ways[taken] = (ways[taken] ?? 0) + columns * (ways[taken - 1] ?? 0)
    }
  }
  const numbers = factors.filter(({ kind }) => kind === 'number').length
  const ofNumbers = (size: number): number => binomial(interactionsOnly ? numbers : numbers + size - 1, size)
  const ofSize = (size: number): number =>
    ways.slice(0, size + 1).reduce((sum, count, taken) => sum + count * ofNumbers(size - taken), 0)
  return sizes.reduce((sum, size) => sum + ofSize(size), 0)
}

function tooMany({ degree, maxColumns }: PolynomialStep, factors: readonly WorkingColumn[], columns: number): Problem {
  const rows = rowsOf(factors)
  const memory = (wanted: number): string => byteText(wanted * rows * bytesPerNumber)
  return {
    kind: 'tooManyProducts',
    column: factors[0]?.from ?? '',
    message: `The products of ${factors.length} columns up to degree ${degree} are ${columns.toLocaleString('en-US')} columns and need ${memory(columns)} for the ${rows.toLocaleString('en-US')} training rows; there may be ${maxColumns.toLocaleString('en-US')} (${memory(maxColumns)}).`,
    hint: 'Choose fewer columns, a lower degree, interactions only, or raise the limit.',
    remedies: [],
  }
}

function rowsOf([first]: readonly WorkingColumn[]): number {
  if (first === undefined) return 0
  return 'values' in first ? first.values.length : first.codes.length
}

function binomial(n: number, k: number): number {
  let result = 1
  for (let i = 1; i <= k; i++) result = (result * (n - k + i)) / i
  return result
}

/** All columns, and behind them their products: a², a × b. */
export function expressPolynomial({ columns, products }: PolynomialState): ExpressTable {
  return (all, nameOf) => {
    const byName = new Map(all.map((column) => [column.name, column]))
    const factors = columns.map(({ name }) => factorOf(byName.get(name)))
    const known = new Map<string, NumberExpression>()
    const productOf = (indices: readonly number[]): NumberExpression | null => {
      const last = factors[indices.at(-1) ?? -1]
      if (last == null || indices.length === 1) return last?.value ?? null
      const key = indices.join()
      const rest = known.has(key) ? null : productOf(indices.slice(0, -1))
      if (rest !== null) known.set(key, binary('multiply', rest, last.value))
      return known.get(key) ?? null
    }
    const made = products.flatMap((indices): PreparedNumber[] => {
      const value = productOf(indices)
      const from = factors[indices[0] ?? -1]?.from
      if (value === null || from === undefined) return []
      return [{ kind: 'number', name: nameOf(productName(indices, columns)), from, value }]
    })
    return [...all, ...made]
  }
}

function factorOf(column: PreparedColumn | undefined): { value: NumberExpression; from: string } | null {
  const value = column === undefined ? null : numberOf(column)
  return value === null || column === undefined ? null : { value, from: column.from }
}

function productName(indices: readonly number[], columns: PolynomialState['columns']): string {
  return [...new Set(indices)]
    .map((index) => {
      const power = indices.filter((other) => other === index).length
      return `${columns[index]?.name ?? ''}${['', '', '²', '³'][power] ?? ''}`
    })
    .join(' × ')
}

export function polynomialFitter(step: PolynomialStep): Fitter {
  return {
    scope: 'table',
    fit: (columns) => {
      const found = fitPolynomial(step, columns)
      return 'message' in found ? found : { state: found, express: expressPolynomial(found) }
    },
  }
}
