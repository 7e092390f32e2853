import { assertNever } from '../../../shared/assertNever.ts'
import type { ColumnSelection, Step, StepKind } from '../../../shared/recipes.ts'

export const stepKindOrder: readonly StepKind[] = [
  'dropMissingRows',
  'impute',
  'dateToNumber',
  'oneHot',
  'standardize',
  'minMax',
]

export const stepKindTitles: Record<StepKind, string> = {
  dropMissingRows: 'Leave out rows with missing values',
  impute: 'Fill missing values',
  dateToNumber: 'Turn dates into numbers',
  oneHot: 'One-hot encode categories',
  standardize: 'Standardize',
  minMax: 'Scale to 0…1 (min-max)',
}

export const stepKindHelp: Record<StepKind, string> = {
  dropMissingRows: 'A row with an empty cell in one of these columns is not used at all.',
  impute: 'An empty cell gets a value computed from the training rows.',
  dateToNumber: 'A date becomes the days since 1 January 1970.',
  oneHot: 'Each level of a category becomes an input of its own that is 1 or 0.',
  standardize: 'Subtracts the mean and divides by the standard deviation, so that all inputs have a like size.',
  minMax: 'Moves the least training value to 0 and the greatest to 1.',
}

export const imputeMethods = ['mean', 'median', 'mode', 'constant'] as const
export type ImputeMethod = (typeof imputeMethods)[number]

export const imputeTitles: Record<ImputeMethod, string> = {
  mean: 'Mean',
  median: 'Median',
  mode: 'Most frequent value (mode)',
  constant: 'A constant',
}

const groupTitles = {
  numbers: 'all numbers',
  categories: 'all categories',
  dates: 'all dates',
  all: 'all features',
} as const

export function selectionText(columns: ColumnSelection): string {
  if (!Array.isArray(columns)) return groupTitles[columns]
  if (columns.length === 0) return 'no column'
  return columns.length <= 3 ? columns.join(', ') : `${columns.slice(0, 2).join(', ')} and ${columns.length - 2} more`
}

/** A step in a few words: "all numbers, median". */
export function stepText(step: Step): string {
  const columns = selectionText(step.columns)
  switch (step.kind) {
    case 'impute':
      return step.method === 'constant'
        ? `${columns}, with ${step.constant === undefined || step.constant === '' ? 'a constant' : String(step.constant)}`
        : `${columns}, ${imputeTitles[step.method].toLowerCase()}`
    case 'oneHot':
      return `${columns}, at most ${step.maxLevels} levels each`
    case 'dropMissingRows':
    case 'dateToNumber':
    case 'standardize':
    case 'minMax':
      return columns
    default:
      return assertNever(step)
  }
}

/** A new step as a person would most likely want it. */
export function newStep(kind: StepKind, id: string): Step {
  switch (kind) {
    case 'dropMissingRows':
      return { kind, id, enabled: true, columns: 'all' }
    case 'impute':
      return { kind, id, enabled: true, columns: 'numbers', method: 'median' }
    case 'dateToNumber':
      return { kind, id, enabled: true, columns: 'dates' }
    case 'oneHot':
      return { kind, id, enabled: true, columns: 'categories', maxLevels: 50 }
    case 'standardize':
    case 'minMax':
      return { kind, id, enabled: true, columns: 'numbers' }
    default:
      return assertNever(kind)
  }
}

/** The list with one entry moved by `by` places; the same list where it cannot move. */
export function moved<T>(list: readonly T[], index: number, by: number): T[] {
  const target = index + by
  const entry = list[index]
  if (entry === undefined || target < 0 || target >= list.length) return [...list]
  const others = list.filter((_, place) => place !== index)
  return [...others.slice(0, target), entry, ...others.slice(target)]
}
