import { isNumericColumn } from '../../core/table.ts'
import type { CodedColumn, NumericColumn, Table, TableColumn } from '../../core/table.ts'
import type { ColumnReading } from '../../shared/datasets.ts'
import type { RawInput } from '../../shared/recipes.ts'
import type { NativeReaders, Texts } from '../datasets/native.ts'
import { typeAlike } from '../datasets/typedAlike.ts'
import { typeTexts } from '../datasets/typedTexts.ts'
import type { TypedColumn } from '../datasets/typedTexts.ts'
import { columnDifferences } from './columnDifferences.ts'
import type { ColumnNotes, Readings } from './protocol.ts'

type TextTyper = Pick<NativeReaders, 'typeColumn'>

const EXAMPLES = 5
/** As many levels as a raw input lists at most; of a column with more, nothing can be said to be unseen. */
const LISTED_LEVELS = 1000

/**
 * Reads the texts of foreign rows as a model reads its raw inputs, and notes what it did not meet in training.
 * Columns of the model that are not given stay out of the table, which means missing.
 *
 * @param settled how earlier rows of the same file were read, by column: the later ones are read alike
 * @param isWhole whether a column's texts are taken as a whole, so that one which never occurred in training is noted
 * @returns `readings` are how each given column was read
 */
export function readRawColumns(
  readers: TextTyper,
  rawInputs: readonly RawInput[],
  columns: readonly { name: string; texts: Texts }[],
  rows: number,
  settled: Readings = {},
  isWhole: (column: string) => boolean = () => true,
): { table: Table; notes: ColumnNotes[]; readings: Readings } {
  const given = new Map(columns.map(({ name, texts }) => [name, texts]))
  const table: Table = { rows, columns: [] }
  const notes: ColumnNotes[] = []
  const readings = new Map<string, ColumnReading>()
  for (const raw of rawInputs) {
    const texts = given.get(raw.name)
    if (texts === undefined) continue
    const parsed = typeAsTrained(readers, texts, raw, settled[raw.name])
    readings.set(raw.name, parsed.reading)
    const column = alignKind(parsed.column, raw)
    table.columns.push(column)
    const unseen = isNumericColumn(column) ? noRows() : unseenNote(column, raw)
    notes.push({
      column: raw.name,
      unparsed: { rows: parsed.unparsed.count, examples: parsed.unparsed.examples.slice(0, EXAMPLES) },
      unseen: isWhole(raw.name) ? unseen : noRows(),
      outOfRange: isNumericColumn(column) ? rangeNote(column, raw) : noRows(),
      readOtherwise: columnDifferences(
        readers,
        raw,
        texts,
        { ...parsed, unseen: unseen.rows },
        settled[raw.name] === undefined,
      ),
    })
  }
  return { table, notes, readings: Object.fromEntries(readings) }
}

/** One file is written in one way: what its first rows settled holds for the later ones. */
function typeAsTrained(
  readers: TextTyper,
  texts: Texts,
  raw: RawInput,
  settled: ColumnReading | undefined,
): TypedColumn {
  const { name, kind, missingMarkers } = raw
  if (settled === undefined) return typeAlike(readers, raw, texts)
  return typeTexts(readers, { name, kind, missingMarkers, reading: settled }, texts)
}

/** A boolean may be spelled otherwise than in training (true, True): the training's spelling stands for it. */
function alignKind(column: TableColumn, raw: RawInput): TableColumn {
  if (column.kind !== 'boolean' || raw.levels === null) return column
  const known = new Map(raw.levels.map((level) => [level.toLowerCase(), level]))
  return { ...column, levels: column.levels.map((level) => known.get(level.toLowerCase()) ?? level) }
}

function noRows(): { rows: number; examples: string[] } {
  return { rows: 0, examples: [] }
}

function unseenNote(column: CodedColumn, raw: RawInput): { rows: number; examples: string[] } {
  if (raw.levels === null || raw.levels.length >= LISTED_LEVELS) return noRows()
  const seen = new Set(raw.levels)
  const unseen = column.levels.map((level) => !seen.has(level))
  const examples = new Set<string>()
  let rows = 0
  for (const code of column.codes) {
    if (code < 0 || unseen[code] !== true) continue
    rows++
    if (examples.size < EXAMPLES) examples.add(column.levels[code] ?? '')
  }
  return { rows, examples: [...examples] }
}

function rangeNote(column: NumericColumn, raw: RawInput): { rows: number; examples: string[] } {
  const { min, max } = raw
  if (min === null || max === null) return noRows()
  const examples = new Set<string>()
  let rows = 0
  for (const value of column.values) {
    if (!(value < min || value > max)) continue
    rows++
    if (examples.size < EXAMPLES) examples.add(String(value))
  }
  return { rows, examples: [...examples] }
}
