import { suspectedUnit, type UnitSuspicion } from '../../core/passport/units.ts'
import { percent } from '../../core/recipe/describeWords.ts'
import { formatDate } from '../../core/formatDate.ts'
import { millisecondsPerDay } from '../../core/time.ts'
import type { FittedRecipe, RawInput } from '../../shared/recipes.ts'
import type { RowPrediction } from '../../shared/predictions.ts'
import type { ColumnNotes, PredictedBatch } from '../compute/protocol.ts'

/** What a person should know about the values of one row, in words. */
export function rowNotes(
  fitted: FittedRecipe,
  values: Record<string, string>,
  notes: readonly ColumnNotes[],
): RowPrediction['notes'] {
  const found: RowPrediction['notes'] = []
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
      const message = `Outside what was seen in training: ${from} to ${to}.`
      const suspicion = suspectedUnitOf(raw, values[column] ?? '')
      found.push(
        suspicion === null
          ? { column, message }
          : { column, message: `${message} It may be ${suspicion.name}.`, instead: shortNumber(suspicion.converted) },
      )
    }
  }
  return found
}

function suspectedUnitOf({ kind, min, max }: RawInput, text: string): UnitSuspicion | null {
  return kind !== 'number' || min === null || max === null ? null : suspectedUnit(Number(text), { min, max })
}

/** The interval or the set of a batch of one row. */
export function rangesOfRow(
  target: FittedRecipe['target'],
  { predictions, details, intervals, sets }: PredictedBatch,
): Pick<RowPrediction, 'interval' | 'set'> {
  if (predictions[0] === '') return { interval: null, set: null }
  const [lower, upper] = intervals ?? []
  if (target.task === 'regression' || sets === null) {
    return { interval: lower === undefined || upper === undefined ? null : { lower, upper }, set: null }
  }
  const places = target.classes.map((_, k) => k).filter((k) => sets[k] === 1)
  const byProbability = places.toSorted((a, b) => (details[b] ?? 0) - (details[a] ?? 0))
  return { interval: null, set: byProbability.map((k) => target.classes[k] ?? '') }
}

/** A value to begin with: an ordinary one of those seen in training; no value where most rows have none. */
export function rowExample(fitted: FittedRecipe, raw: RawInput): string {
  if (isMostlyMissing(raw)) return ''
  if (raw.levels !== null) return raw.levels[0] ?? ''
  if (raw.min === null || raw.max === null) return ''
  // The mean or median that fills gaps; a date may have become days before it was filled.
  const filled = raw.kind === 'date' ? undefined : imputedValue(fitted, raw.name)
  return numericText(raw, typeof filled === 'number' ? filled : (raw.min + raw.max) / 2)
}

/** What the example is, where it is not plain to see; null where it is. */
export function exampleNote(raw: RawInput): string | null {
  if (isMostlyMissing(raw)) return `Missing, as in ${percent(raw.missingShare ?? 0)} of rows.`
  return raw.levels !== null && raw.levels.length > 1 ? 'Most frequent in training.' : null
}

function isMostlyMissing({ missingShare = 0 }: RawInput): boolean {
  return missingShare > 0.5
}

function imputedValue(fitted: FittedRecipe, column: string): number | string | undefined {
  for (const step of fitted.steps) {
    const found = step.kind === 'impute' ? step.columns.find(({ name }) => name === column) : undefined
    if (found !== undefined) return found.value
  }
  return undefined
}

function numericText(raw: RawInput, value: number): string {
  if (raw.kind === 'date') {
    // A column of days gives a day, one of times a minute.
    const isOfDays = [raw.min, raw.max].every((end) => end !== null && end % millisecondsPerDay === 0)
    const unit = isOfDays ? millisecondsPerDay : 60_000
    return formatDate(Math.round(value / unit) * unit)
  }
  return shortNumber(value)
}

function shortNumber(value: number): string {
  return String(Number(value.toPrecision(6)))
}
