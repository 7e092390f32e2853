import { assertNever } from '../../shared/assertNever.ts'
import type { StepState } from '../../shared/recipes.ts'
import { millisecondsPerDay } from '../time.ts'
import { numberText } from './columnView.ts'
import { count, list, nothingToDo, percent } from './describeWords.ts'

/** States of steps for missing values, categories, dates and texts, but for those of the simple steps. */
type KindState = Extract<
  StepState,
  {
    kind:
      | 'missingIndicator'
      | 'dropColumns'
      | 'imputeNearest'
      | 'imputeIterative'
      | 'mapLevels'
      | 'lookup'
      | 'hash'
      | 'embed'
      | 'treatAsCategory'
      | 'dateParts'
      | 'textLength'
      | 'textWords'
  }
>

/** What a fitted step does, in a sentence with its numbers. */
export function describeKind(state: KindState): string {
  if (state.columns.length === 0) {
    if (state.kind === 'missingIndicator') return 'Nothing is missing in the training rows'
    return state.kind === 'dropColumns' ? 'No column is that empty' : nothingToDo
  }
  const names = list(state.columns.map(({ name }) => name))
  switch (state.kind) {
    case 'missingIndicator':
      return `${names}: a column of 0 and 1 that says where the value is missing`
    case 'dropColumns':
      return `${list(state.columns.map(({ name, share }) => `${name} (${percent(share)} missing)`))} left out`
    case 'imputeNearest':
      return `${names}: what is missing becomes the mean of the ${count(state.neighbours, 'nearest row')} of ${count(state.rows.length, 'training row')}`
    case 'imputeIterative':
      return state.chain.length === 0
        ? `${names}: what is missing becomes the mean, for nothing is missing in the training rows`
        : `${names}: what is missing is worked out from the other columns by ${count(state.chain.length, 'regression')}`
    case 'mapLevels':
      return describeMaps(state.columns)
    case 'lookup': {
      const numbers = state.columns.reduce((sum, { outputs }) => sum + outputs.length, 0)
      return `${names}: levels become ${count(numbers, 'number')}`
    }
    case 'hash':
      return `${names}: ${count(state.columns[0]?.buckets ?? 0, 'bucket')} by the hash of the level`
    case 'embed':
      return `${names}: the index of the level, for an embedding`
    case 'treatAsCategory':
      return `${names}: numbers taken as categories`
    case 'dateParts':
      return `${names}: ${dateTexts(state.columns[0])}`
    case 'textLength':
      return `${names}: the number of characters`
    case 'textWords':
      return `${names}: ${wordsText(state.columns[0]?.words ?? 0)}`
    default:
      return assertNever(state)
  }
}

/** The fitted numbers by column. */
export function kindTexts(state: KindState): { column: string; text: string }[] {
  switch (state.kind) {
    case 'missingIndicator':
      return state.columns.map(({ name }) => ({ column: name, text: '1 where missing, else 0' }))
    case 'dropColumns':
      return state.columns.map(({ name, share }) => ({ column: name, text: `${percent(share)} missing` }))
    case 'imputeNearest':
    case 'imputeIterative':
      return state.columns.map(({ name, offset, spread }) => ({
        column: name,
        text: `mean ${numberText(offset)}, standard deviation ${numberText(spread)}`,
      }))
    case 'mapLevels':
      return state.columns.map((column) => ({ column: column.name, text: mapText(column) }))
    case 'lookup':
      return state.columns.map((column) => ({ column: column.name, text: lookupText(column) }))
    case 'hash':
      return state.columns.map(({ name, buckets }) => ({ column: name, text: count(buckets, 'bucket') }))
    case 'embed':
      return state.columns.map(({ name, levels }) => ({
        column: name,
        text: `${count(levels.length, 'level')}: ${list(levels)}`,
      }))
    case 'treatAsCategory':
      return state.columns.map(({ name }) => ({ column: name, text: 'a category' }))
    case 'dateParts':
      return state.columns.map((column) => ({ column: column.name, text: dateTexts(column) }))
    case 'textLength':
      return state.columns.map(({ name }) => ({ column: name, text: 'number of characters' }))
    case 'textWords':
      return state.columns.map(({ name, words }) => ({ column: name, text: wordsText(words) }))
    default:
      return assertNever(state)
  }
}

type Columns<Kind extends KindState['kind']> = Extract<KindState, { kind: Kind }>['columns']

function describeMaps(columns: Columns<'mapLevels'>): string {
  return columns.map((column) => `${column.name}: ${mapText(column)}`).join('; ')
}

function mapText({ levels, to, other }: Columns<'mapLevels'>[number]): string {
  if (other !== 'same') return `${count(levels.length, 'level')} kept, any other becomes “${other.level}”`
  const merged = levels.flatMap((level, i) => (to[i] === level ? [] : [`“${level}” becomes “${to[i] ?? level}”`]))
  return merged.length === 0 ? 'levels stay as they are' : list(merged)
}

function lookupText({ levels, outputs }: Columns<'lookup'>[number]): string {
  const [first] = outputs
  if (first === undefined || outputs.length > 1) return `${count(levels.length, 'level')}, a number for each class`
  const numbers = levels.map((level, i) => `${level} ${shown(first.values[i])}`)
  return `${list(numbers)}; what is unseen ${becomes(first.other)}, what is missing ${first.missing === null ? 'stays missing' : becomes(first.missing)}`
}

function shown(value: number | null | undefined): string {
  return value == null ? 'missing' : numberText(value)
}

function becomes(value: number | null): string {
  return value === null ? 'is missing' : `becomes ${numberText(value)}`
}

function dateTexts(column: Columns<'dateParts'>[number] | undefined): string {
  if (column === undefined) return nothingToDo
  const { parts, cyclical, since, keepDays, holidays } = column
  const made = parts.map((part): string => (part === 'dayOfYear' ? 'day of year' : part))
  if (cyclical && parts.some((part) => part !== 'year')) made.push('as sine and cosine')
  if (since !== null) made.push('elapsed days')
  if (keepDays) made.push('days since 1970-01-01')
  if (holidays !== null) {
    const [from, to] = [holidays.from, holidays.days.at(-1) ?? holidays.from].map(yearOf)
    made.push(`public holidays of ${holidays.place} (${from} to ${to})`)
    if (holidays.until) made.push('days to the next one')
  }
  return made.join(', ')
}

/** Of days since 1970-01-01. */
function yearOf(day: number): number {
  return new Date(day * millisecondsPerDay).getUTCFullYear()
}

function wordsText(words: Columns<'textWords'>[number]['words']): string {
  if (typeof words === 'number') return `${count(words, 'bucket')} of words by their hash`
  return `${count(words.length, 'word')} by how often and how rare they are: ${list(words.map(({ word }) => word))}`
}
