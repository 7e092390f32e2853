import type { ColumnKind } from '../../shared/datasets.ts'
import type { CodedColumn, NumericColumn, TableColumn } from '../table.ts'
import { booleanCodes } from './booleans.ts'
import { formatDate, parseDate } from './dates.ts'
import { inferKind, isMostlyDistinct } from './inferKind.ts'
import type { ColumnChoices, ColumnPlan } from './inferKind.ts'
import { trimmed } from './markers.ts'
import { parseNumber } from './numbers.ts'

export interface ParsedColumn {
  column: TableColumn
  plan: ColumnPlan
  /** The kind without a person's choice, `category` told from `text`. */
  inferredKind: ColumnKind
  /** Missing values: markers and what does not fit the kind. */
  missing: number
  /** Markers met, most frequent first. */
  missingMarkers: { marker: string; count: number }[]
  /** Values that do not fit the kind, as texts, at most 20 of them, and the row of the first. */
  unparsed: { count: number; examples: string[]; firstRow: number }
}

/**
 * Turns a column's texts, exactly as in the file, into typed values. Blanks around a text do not count. Whatever
 * `choices` leaves out is inferred from all the texts.
 */
export function parseColumn(texts: readonly string[], options: ColumnChoices & { name: string }): ParsedColumn {
  const plan = inferKind(texts, options)
  const missing = new MissingTally(plan.missingMarkers)
  switch (plan.kind) {
    case 'number':
      return parseNumeric(texts, options.name, 'number', plan, missing, (text) =>
        parseNumber(text, plan.reading.numberFormat),
      )
    case 'date':
      return parseNumeric(texts, options.name, 'date', plan, missing, (text) => parseDate(text, plan.reading.dateOrder))
    case 'boolean':
      return parseBoolean(texts, options.name, plan, missing)
    case 'category':
    case 'text':
      return parseCoded(texts, options, plan, missing)
  }
}

/** The text of a typed value as a level, a table or a file shows it; '' for missing. */
export function valueText(column: TableColumn, row: number): string {
  if ('levels' in column) return column.levels[column.codes[row] ?? -1] ?? ''
  const value = column.values[row] ?? Number.NaN
  if (Number.isNaN(value)) return ''
  return column.kind === 'date' ? formatDate(value) : String(value)
}

/** Counts missing values by marker, and values that do not fit. */
class MissingTally {
  private readonly counts: Map<string, number>
  private readonly longest: number
  private count = 0
  private unparsed = 0
  private readonly examples = new Set<string>()
  private firstRow = -1

  constructor(markers: readonly string[]) {
    this.counts = new Map([['', 0], ...markers.map((marker): [string, number] => [marker, 0])])
    this.longest = Math.max(...[...this.counts.keys()].map((marker) => marker.length))
  }

  /** Whether a trimmed text is missing; counts it if so. */
  takes(text: string): boolean {
    if (text.length > this.longest) return false
    const count = this.counts.get(text)
    if (count === undefined) return false
    this.counts.set(text, count + 1)
    this.count++
    return true
  }

  misfit(text: string, row: number): void {
    if (this.unparsed++ === 0) this.firstRow = row
    if (this.examples.size < 20) this.examples.add(text)
  }

  result(column: TableColumn, plan: ColumnPlan, inferredKind: ColumnKind): ParsedColumn {
    const missingMarkers = [...this.counts]
      .filter(([, count]) => count > 0)
      .map(([marker, count]) => ({ marker, count }))
      .sort((a, b) => b.count - a.count)
    return {
      column,
      plan,
      inferredKind,
      missing: this.count + this.unparsed,
      missingMarkers,
      unparsed: { count: this.unparsed, examples: [...this.examples], firstRow: this.firstRow },
    }
  }
}

function parseNumeric(
  texts: readonly string[],
  name: string,
  kind: 'number' | 'date',
  plan: ColumnPlan,
  missing: MissingTally,
  parse: (text: string) => number,
): ParsedColumn {
  const values = new Float64Array(texts.length)
  for (let row = 0; row < texts.length; row++) {
    const text = trimmed(texts[row] ?? '')
    // A text that begins with a digit is no marker unless a person said so.
    if (!(plan.allPlain && startsWithDigit(text)) && missing.takes(text)) {
      values[row] = Number.NaN
      continue
    }
    const value = parse(text)
    values[row] = value
    if (Number.isNaN(value)) missing.misfit(text, row)
  }
  const column: NumericColumn = { name, kind, values }
  return missing.result(column, plan, plan.inferredKind)
}

function startsWithDigit(text: string): boolean {
  const first = text.charCodeAt(0)
  return first >= 48 && first <= 57
}

function parseBoolean(texts: readonly string[], name: string, plan: ColumnPlan, missing: MissingTally): ParsedColumn {
  const codes = new Int32Array(texts.length).fill(-1)
  // Spelled as the file does; the first spelling of each stands for all (true, True, TRUE).
  const words: [string | null, string | null] = [null, null]
  const known = new Map<string, 0 | 1 | null>()
  const sides = new Uint8Array(texts.length)
  for (let row = 0; row < texts.length; row++) {
    const text = trimmed(texts[row] ?? '')
    if (missing.takes(text)) continue
    let side = known.get(text)
    if (side === undefined) {
      side = booleanCodes([text], true)?.get(text) ?? null
      // A text column read as a boolean may hold a million misfits: they are not remembered.
      if (side !== null) known.set(text, side)
    }
    if (side === null) {
      missing.misfit(text, row)
      continue
    }
    words[side] ??= text
    sides[row] = side + 1
  }
  const levels = words.filter((word) => word !== null)
  const codeOf = [-1, 0, words[0] === null ? 0 : 1]
  for (let row = 0; row < texts.length; row++) codes[row] = codeOf[sides[row] ?? 0] ?? -1
  const column: CodedColumn = { name, kind: 'boolean', codes, levels }
  return missing.result(column, plan, plan.inferredKind)
}

function parseCoded(
  texts: readonly string[],
  choices: ColumnChoices & { name: string },
  plan: ColumnPlan,
  missing: MissingTally,
): ParsedColumn {
  const codes = new Int32Array(texts.length)
  const levels: string[] = []
  const codeOf = new Map<string, number>()
  let values = 0
  for (let row = 0; row < texts.length; row++) {
    const text = trimmed(texts[row] ?? '')
    let code = codeOf.get(text)
    if (code === undefined) {
      if (missing.takes(text)) {
        codes[row] = -1
        continue
      }
      code = levels.push(text) - 1
      codeOf.set(text, code)
    }
    values++
    codes[row] = code
  }
  const mostlyDistinct = isMostlyDistinct(levels.length, values)
  const inferredKind = plan.inferredKind === 'category' && mostlyDistinct ? 'text' : plan.inferredKind
  const kind = choices.kind === 'category' || choices.kind === 'text' ? choices.kind : inferredKind
  const column: CodedColumn = { name: choices.name, kind: kind === 'text' ? 'text' : 'category', codes, levels }
  return missing.result(column, plan, inferredKind)
}
