import type { Step } from '../../../shared/recipes.ts'
import { filled } from '../../expression/build.ts'
import { assertNever } from '../../../shared/assertNever.ts'
import { freeLevel } from '../encoding/levels.ts'
import { levelsByFrequency, median, modeOfNumbers, moments } from '../statistics.ts'
import {
  ignoreRemedy,
  type CategoriesColumn,
  type NumbersColumn,
  type Problem,
  type WorkingColumn,
} from '../columns.ts'
import { columnFitter, type ExpressColumn, type Fitter } from './step.ts'

export type ImputeStep = Extract<Step, { kind: 'impute' }>
/** What a missing value of the column becomes. */
export interface FittedImpute {
  name: string
  value: number | string
}

/**
 * The value for a column's gaps, from its training rows, whether or not they have gaps: later rows may.
 * `null` where the method does not apply (dates, one-hot columns, mean and median of categories).
 */
function fitImpute(step: ImputeStep, column: WorkingColumn): FittedImpute | Problem | null {
  switch (column.kind) {
    case 'number':
      return fitNumbers(step, column)
    case 'category':
      return fitCategories(step, column)
    case 'date':
    case 'indicator':
    case 'index':
      return null
    default:
      return assertNever(column)
  }
}

function fitNumbers(step: ImputeStep, column: NumbersColumn): FittedImpute | Problem {
  const { name, from, values } = column
  if (step.method === 'constant') {
    const value = typeof step.constant === 'string' ? parseConstant(step.constant) : (step.constant ?? 0)
    if (!Number.isFinite(value)) return notANumber(step, from)
    return { name, value }
  }
  const value =
    step.method === 'mean'
      ? (moments(values)?.mean ?? NaN)
      : step.method === 'median'
        ? median(values)
        : modeOfNumbers(values)
  return Number.isNaN(value) ? allMissing(from) : { name, value }
}

function fitCategories(step: ImputeStep, column: CategoriesColumn): FittedImpute | Problem | null {
  const { name, from } = column
  switch (step.method) {
    case 'mean':
    case 'median':
      return null
    case 'constant':
      return { name, value: step.constant === undefined ? ownLevel(column) : String(step.constant) }
    case 'mode': {
      const value = levelsByFrequency(column)[0]?.level
      return value === undefined ? allMissing(from) : { name, value }
    }
    default:
      return assertNever(step.method)
  }
}

/** The level that stands for "missing" where no other constant is named. */
export const missingLevel = '(missing)'

/** That level, or with a number where the data have one of its name. */
function ownLevel(column: CategoriesColumn): string {
  return freeLevel(
    missingLevel,
    levelsByFrequency(column).map(({ level }) => level),
  )
}

function parseConstant(text: string): number {
  return text.trim() === '' ? NaN : Number(text)
}

function notANumber(step: ImputeStep, column: string): Problem {
  return {
    kind: 'constantNotANumber',
    column,
    message: `Missing values of “${column}” are to become “${String(step.constant)}”, which is not a number.`,
    hint: 'Enter a number, or choose the median.',
    remedies: [],
  }
}

function allMissing(column: string): Problem {
  return {
    kind: 'allMissing',
    column,
    message: `Every value of “${column}” is missing in the training rows, so there is nothing to fill its gaps with.`,
    hint: `Ignore “${column}”, or fill it with a constant.`,
    remedies: [ignoreRemedy(column)],
  }
}

/** Fills the gaps. */
export function expressImpute({ value }: FittedImpute): ExpressColumn {
  return (column) => {
    if (column.kind === 'category') {
      return [{ ...column, value: { op: 'fillText', text: column.value, value: String(value) } }]
    }
    if (column.kind === 'indicator' || column.kind === 'index' || typeof value !== 'number') return [column]
    return [{ ...column, value: filled(column.value, value) }]
  }
}

export function imputeFitter(step: ImputeStep): Fitter {
  return columnFitter(
    (column) => fitImpute(step, column),
    expressImpute,
    (columns) => ({ kind: 'impute', columns }),
  )
}
