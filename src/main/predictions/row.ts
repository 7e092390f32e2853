import { formatDate } from '../../core/import/dates.ts'
import type { FittedRecipe, RawInput } from '../../shared/recipes.ts'
import type { ColumnNotes } from '../compute/protocol.ts'

/** What a person should know about the values of one row, in words. */
export function rowNotes(
  fitted: FittedRecipe,
  values: Record<string, string>,
  notes: readonly ColumnNotes[],
): { column: string; message: string }[] {
  const found: { column: string; message: string }[] = []
  for (const raw of fitted.rawInputs) {
    if (values[raw.name] === undefined) found.push({ column: raw.name, message: 'Not given: read as missing.' })
  }
  for (const { column, unseen, unparsed, outOfRange } of notes) {
    const raw = fitted.rawInputs.find(({ name }) => name === column)
    if (raw === undefined) continue
    if (unseen.rows > 0) {
      found.push({ column, message: `“${unseen.examples[0] ?? ''}” did not occur in training.` })
    }
    if (unparsed.rows > 0) {
      found.push({ column, message: `“${unparsed.examples[0] ?? ''}” is not a ${raw.kind}: read as missing.` })
    }
    if (outOfRange.rows > 0 && raw.min !== null && raw.max !== null) {
      const [from, to] = [numericText(raw, raw.min), numericText(raw, raw.max)]
      found.push({ column, message: `Outside what was seen in training: ${from} to ${to}.` })
    }
  }
  return found
}

/** A value to begin with: the most ordinary one that the recipe knows. */
export function rowExample(fitted: FittedRecipe, raw: RawInput): string {
  for (const step of fitted.steps) {
    // A date may have become days before it was filled.
    if (step.kind !== 'impute' || raw.kind === 'date') continue
    const value = step.columns.find(({ name }) => name === raw.name)?.value
    if (value !== undefined) return typeof value === 'number' ? numericText(raw, value) : value
  }
  if (raw.levels !== null) return mostFrequentLevel(fitted, raw) ?? raw.levels[0] ?? ''
  if (raw.min === null || raw.max === null) return ''
  return numericText(raw, (raw.min + raw.max) / 2)
}

/** One-hot levels stand by frequency, the most frequent first. */
function mostFrequentLevel(fitted: FittedRecipe, raw: RawInput): string | undefined {
  for (const step of fitted.steps) {
    if (step.kind !== 'oneHot') continue
    const levels = step.columns.find(({ name }) => name === raw.name)?.levels
    if (levels !== undefined) return levels[0]
  }
  return undefined
}

function numericText(raw: RawInput, value: number): string {
  if (raw.kind === 'date') return formatDate(Math.round(value / 86_400_000) * 86_400_000)
  return String(Number(value.toPrecision(6)))
}
