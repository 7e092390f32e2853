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
  const { degree, interactionsOnly, maxColumns } = step
  const products: number[][] = []
  for (let size = 2; size <= degree; size++) {
    for (const product of combinations(factors.length, size, !interactionsOnly)) {
      if (!isTelling(product, factors)) continue
      if (products.length === maxColumns) return tooMany(step, factors)
      products.push(product)
    }
  }
  return { kind: 'polynomial', columns: factors.map(({ name }) => ({ name })), products }
}

/** Ascending indices below `count`, in lexicographic order. */
function* combinations(count: number, size: number, repeated: boolean, from = 0): Generator<number[]> {
  if (size === 0) return void (yield [])
  for (let first = from; first < count; first++) {
    for (const rest of combinations(count, size - 1, repeated, repeated ? first : first + 1)) yield [first, ...rest]
  }
}

function isTelling(product: readonly number[], factors: readonly WorkingColumn[]): boolean {
  const encoded = product.flatMap((index) => {
    const factor = factors[index]
    return factor?.kind === 'indicator' ? [factor.codes] : []
  })
  return new Set(encoded).size === encoded.length
}

function tooMany({ degree, interactionsOnly, maxColumns }: PolynomialStep, factors: readonly WorkingColumn[]): Problem {
  let columns = 0
  for (let size = 2; size <= degree; size++) {
    columns += binomial(interactionsOnly ? factors.length : factors.length + size - 1, size)
  }
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
