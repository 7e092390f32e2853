import { quantileOf, sortedPresent } from '../../recipe/numbers/quantiles.ts'
import { moments } from '../../recipe/statistics.ts'
import { millisecondsPerDay } from '../../time.ts'
import { isNumericColumn, type TableColumn } from '../../table.ts'
import type { Cells } from '../cells.ts'
import { levelCounts } from '../partialDependence.ts'

/** Values of a column that are tried at first. */
const triedNumbers = 25
const triedLevels = 30
/** Digits behind the point that a column is taken to be written with, at most. */
const mostDecimals = 6
/** Steps that a spread is divided into where numbers are written more finely. */
const stepsOfSpread = 1e4
/** The interquartile range of a normal distribution is so many standard deviations. */
const quartilesApart = 1.3489795003921634

/** A column of a row that may be changed, with the values to be tried. */
export interface ChangeableColumn {
  name: string
  /** Place among the cells' columns. */
  at: number
  /** How many values follow the row's own. */
  tried: number
  /** Of numbers: what one spread is, and the least step between two values; null for levels. */
  numeric: { spread: number; unit: number } | null
}

/** Cells whose first value is the row's own, in every column; behind it those to be tried. */
export interface Candidates {
  cells: Cells
  columns: ChangeableColumn[]
}

/**
 * Plausible values for the columns of a row: numbers and dates at quantiles of what was seen, with as many decimals as the
 * column has, and frequent levels. A column with nothing else to try is not changeable.
 *
 * @param seen values of training rows
 * @param own the row alone, in the same columns with the same levels
 */
export function candidatesOf(seen: Cells, own: Cells, locked: ReadonlySet<string>): Candidates {
  const found = own.columns.map((column, at): { column: TableColumn; changeable: ChangeableColumn | null } => {
    const others = seen.columns[at]
    if (others === undefined || locked.has(column.name)) return { column, changeable: null }
    const { name } = column
    if (isNumericColumn(column) && isNumericColumn(others)) {
      const spread = spreadOf(others.values)
      const unit = column.kind === 'date' ? unitOfDates(others.values) : unitOfNumbers(others.values, spread)
      const values = numbersToTry(others.values, unit, column.values[0] ?? NaN)
      const numeric = { spread, unit }
      return {
        column: { ...column, values: Float64Array.of(column.values[0] ?? NaN, ...values) },
        changeable: values.length === 0 ? null : { name, at, tried: values.length, numeric },
      }
    }
    if (isNumericColumn(column) || isNumericColumn(others) || column.kind === 'text') {
      return { column, changeable: null }
    }
    const counts = levelCounts(others)
    const codes = others.levels
      .map((_, code) => code)
      .filter((code) => (counts[code] ?? 0) > 0 && code !== column.codes[0])
      .toSorted((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0) || a - b)
      .slice(0, triedLevels)
    return {
      column: { ...column, codes: Int32Array.of(column.codes[0] ?? -1, ...codes) },
      changeable: codes.length === 0 ? null : { name, at, tried: codes.length, numeric: null },
    }
  })
  return {
    cells: { columns: found.map(({ column }) => column) },
    columns: found.flatMap(({ changeable }) => changeable ?? []),
  }
}

/** How large a change is: of numbers in spreads of the column, of levels 1. */
export function costOf({ numeric }: ChangeableColumn, from: number, to: number): number {
  if (numeric === null || Number.isNaN(from)) return 1
  return Math.abs(to - from) / numeric.spread
}

/** The interquartile range as a standard deviation; where half of the values are the same, the standard deviation itself. */
function spreadOf(values: Float64Array): number {
  const sorted = sortedPresent(values)
  const spread = (quantileOf(sorted, 0.75) - quantileOf(sorted, 0.25)) / quartilesApart
  if (spread > 0) return spread
  const std = moments(values)?.std ?? 0
  return std > 0 ? std : 1
}

function numbersToTry(values: Float64Array, unit: number, own: number): number[] {
  const sorted = sortedPresent(values)
  if (sorted.length === 0) return []
  const tried = Array.from({ length: triedNumbers }, (_, i) => {
    const value = sorted[Math.round((i / (triedNumbers - 1)) * (sorted.length - 1))] ?? NaN
    return roundedTo(value, unit)
  })
  return [...new Set(tried)].filter((value) => value !== own)
}

/** The nearest multiple of a unit, without the noise of the multiplication. */
export function roundedTo(value: number, unit: number): number {
  return Number((Math.round(value / unit) * unit).toPrecision(15))
}

/** The last digit that the column is written with. */
function unitOfNumbers(values: Float64Array, spread: number): number {
  for (let decimals = 0; decimals <= mostDecimals; decimals++) {
    if (values.every((value) => Number.isNaN(value) || Number(value.toFixed(decimals)) === value))
      return 10 ** -decimals
  }
  return 10 ** Math.floor(Math.log10(spread / stepsOfSpread))
}

function unitOfDates(values: Float64Array): number {
  const isOfDays = values.every((value) => Number.isNaN(value) || value % millisecondsPerDay === 0)
  return isOfDays ? millisecondsPerDay : 60_000
}
