import type { RawInput } from '../../shared/recipes.ts'
import { isNumericColumn, type CodedColumn, type NumericColumn, type Table } from '../table.ts'
import { rowsApart, type ApartReference } from './apart.ts'
import { suspectedUnit } from './units.ts'

/** Values of a column that look as if they were in another unit, by what they look like. */
export interface UnitTally {
  column: string
  name: string
  rows: number
}

export interface RowFlags {
  /** One text a row: `outside: width; unseen: place; unit: height; apart`; '' where a row is like those of training. */
  texts: string[]
  /** Rows that are like no training row as a whole; null where that is not known. */
  apart: number | null
  units: UnitTally[]
}

/** As many levels as a raw input lists at most; of a column with more, nothing can be said to be unseen. */
const LISTED_LEVELS = 1000

/**
 * What is unlike training in each row: numbers outside the range, the suspicion of another unit, categories never seen, and
 * whether it is like no training row as a whole.
 *
 * @param table foreign rows, read as the model reads its raw inputs
 * @param isWhole whether a column's texts are taken as a whole
 * @param reference null where there is nothing to compare whole rows with
 */
export function rowFlags(
  table: Table,
  rawInputs: readonly RawInput[],
  isWhole: (column: string) => boolean,
  reference: ApartReference | null,
): RowFlags {
  const outside = new Map<number, string[]>()
  const unseen = new Map<number, string[]>()
  const unit = new Map<number, string[]>()
  const units: UnitTally[] = []
  for (const raw of rawInputs) {
    const column = table.columns.find(({ name }) => name === raw.name)
    if (column === undefined) continue
    if (isNumericColumn(column)) units.push(...flagNumbers(column, raw, outside, unit))
    else if (isWhole(raw.name)) flagUnseen(column, raw, unseen)
  }
  const apart = reference === null ? null : rowsApart(table, reference)
  const kinds = [['outside', outside] as const, ['unseen', unseen] as const, ['unit', unit] as const]
  const texts = new Array<string>(table.rows).fill('')
  for (const [kind, flags] of kinds) {
    for (const [row, names] of flags) texts[row] = joined(texts[row] ?? '', `${kind}: ${names.join(', ')}`)
  }
  let count = 0
  for (let row = 0; row < table.rows; row++) {
    if (apart?.[row] !== 1) continue
    texts[row] = joined(texts[row] ?? '', 'apart')
    count++
  }
  return { texts, apart: apart === null ? null : count, units }
}

function joined(text: string, more: string): string {
  return text === '' ? more : `${text}; ${more}`
}

function flagNumbers(
  column: NumericColumn,
  { name, min, max, kind }: RawInput,
  outside: Map<number, string[]>,
  unit: Map<number, string[]>,
): UnitTally[] {
  if (min === null || max === null) return []
  const tallies = new Map<string, number>()
  for (let row = 0; row < column.values.length; row++) {
    const value = column.values[row] ?? NaN
    if (!(value < min || value > max)) continue
    add(outside, row, name)
    const suspicion = kind === 'number' ? suspectedUnit(value, { min, max }) : null
    if (suspicion === null) continue
    add(unit, row, name)
    tallies.set(suspicion.name, (tallies.get(suspicion.name) ?? 0) + 1)
  }
  return [...tallies].map(([found, rows]) => ({ column: name, name: found, rows }))
}

function flagUnseen(column: CodedColumn, { name, levels }: RawInput, unseen: Map<number, string[]>): void {
  if (levels === null || levels.length >= LISTED_LEVELS) return
  const seen = new Set(levels)
  const isUnseen = column.levels.map((level) => !seen.has(level))
  for (const [row, code] of column.codes.entries()) if (isUnseen[code] === true) add(unseen, row, name)
}

function add(flags: Map<number, string[]>, row: number, column: string): void {
  const names = flags.get(row)
  if (names === undefined) flags.set(row, [column])
  else names.push(column)
}
