import type { FittedRecipe, RawInput } from '../../shared/recipes.ts'
import { DescentError } from '../../shared/errors.ts'
import { isNumericColumn, type Table, type TableColumn } from '../table.ts'
import { gatherColumn, indexColumns, markMissing, missingColumn, type WorkingColumn } from './columns.ts'
import { createLevelNames } from './names.ts'
import { rawPrecision, type RawPrecision } from './precision.ts'
import { applyColumn, fittedByName } from './steps/registry.ts'

export interface TransformOptions {
  /** Where to write, for instance shared memory; at least rows × inputs long. */
  into?: Float32Array
  onProgress?: (fraction: number) => void
}

export interface TransformedRows {
  /** Row-major, kept rows × inputs. */
  inputs: Float32Array
  /** Row numbers of the table that have inputs, in the order given. */
  kept: Uint32Array
}

/**
 * Turns raw rows into the network's inputs. Columns are found by name; one the table lacks is missing in every row.
 * Rows that the recipe leaves out, and rows with a gap that no step fills, are not in `kept`.
 * Throws `unusable-input` if a column holds another kind of values than in training.
 */
export function transformInputs(
  table: Table,
  fitted: FittedRecipe,
  rows: Uint32Array,
  options: TransformOptions = {},
): TransformedRows {
  const columns = indexColumns(table)
  const kept = completeRows(columns, fitted, rows, table.rows)
  const width = fitted.inputs.length
  const size = kept.length * width
  const inputs = options.into ?? new Float32Array(size)
  if (inputs.length < size)
    throw new RangeError(`The inputs need ${size} numbers, and there is room for ${inputs.length}.`)

  const applyAll = createTransform(fitted)
  const gaps = new Uint8Array(kept.length)
  const indexed = new Set(fitted.inputs.filter(({ levels }) => levels !== undefined).map(({ from }) => from))
  let at = 0
  for (const [index, raw] of fitted.rawInputs.entries()) {
    options.onProgress?.(index / fitted.rawInputs.length)
    const made = applyAll(rawColumn(columns.get(raw.name), raw, kept, rawPrecision(fitted, raw)))
    const [first] = made
    if (first?.kind === 'indicator' && indexed.has(raw.name)) writeIndices(first.codes, inputs, at++, width)
    else for (const column of made) writeColumn(column, inputs, at++, width, gaps)
  }
  options.onProgress?.(1)
  return withoutGaps(inputs, kept, gaps, width)
}

/** All steps over one raw column. Call it for every raw input, in order, once: names of levels depend on it. */
function createTransform(fitted: FittedRecipe): (raw: WorkingColumn) => WorkingColumn[] {
  const states = fitted.steps.map(fittedByName)
  const nameOfLevel = createLevelNames(fitted.rawInputs.map(({ name }) => name))
  return (raw) => {
    let columns = [raw]
    for (const state of states) {
      columns = columns.flatMap((column) => {
        const found = state.get(column.name)
        return found === undefined ? [column] : applyColumn(column, found, nameOfLevel)
      })
    }
    return columns
  }
}

function completeRows(
  columns: Map<string, TableColumn>,
  fitted: FittedRecipe,
  rows: Uint32Array,
  tableRows: number,
): Uint32Array {
  const names = new Set(fitted.steps.flatMap((state) => (state.kind === 'dropMissingRows' ? state.columns : [])))
  if (names.size === 0) return rows.slice()
  const flags = new Uint8Array(tableRows)
  for (const name of names) {
    const column = columns.get(name)
    if (column === undefined) flags.fill(1)
    else markMissing(column, flags)
  }
  return rows.filter((row) => flags[row] === 0)
}

function rawColumn(
  column: TableColumn | undefined,
  raw: RawInput,
  rows: Uint32Array,
  precision: RawPrecision,
): WorkingColumn {
  if (column === undefined) return missingColumn(raw.name, raw.kind, rows.length)
  const numeric = raw.kind === 'number' || raw.kind === 'date'
  if (numeric ? column.kind !== raw.kind : isNumericColumn(column)) {
    throw new DescentError(
      'unusable-input',
      `“${raw.name}” is read as ${column.kind}, but the model learned it as ${raw.kind}.`,
      { hint: `Read “${raw.name}” as ${raw.kind}.`, where: { column: raw.name } },
    )
  }
  const gathered = gatherColumn(column, rows)
  if (gathered.kind === 'category' || precision === 'float64') return gathered
  return { ...gathered, values: roundedToFloat32(gathered.values) }
}

/** What overflows float32 is infinite there, and so missing. */
function roundedToFloat32(values: Float64Array): Float64Array {
  const rounded = new Float64Array(values.length)
  for (let i = 0; i < rounded.length; i++) {
    const value = Math.fround(values[i] ?? NaN)
    rounded[i] = Number.isFinite(value) ? value : NaN
  }
  return rounded
}

/** Writes one input of every row; notes rows whose value is missing or cannot be said in float32. */
function writeColumn(column: WorkingColumn, inputs: Float32Array, at: number, width: number, gaps: Uint8Array): void {
  const rows = gaps.length
  if (column.kind === 'indicator') {
    const { codes, code, on, off } = column
    for (let row = 0; row < rows; row++) inputs[row * width + at] = codes[row] === code ? on : off
    return
  }
  if (column.kind !== 'number') throw new Error(`The column “${column.name}” did not become numbers.`)
  const { values } = column
  for (let row = 0; row < rows; row++) {
    const value = Math.fround(values[row] ?? NaN)
    inputs[row * width + at] = value
    if (!Number.isFinite(value)) gaps[row] = 1
  }
}

/** Writes which level each row has, -1 for none of them. */
function writeIndices(codes: Int32Array, inputs: Float32Array, at: number, width: number): void {
  for (let row = 0; row < codes.length; row++) inputs[row * width + at] = codes[row] ?? -1
}

function withoutGaps(inputs: Float32Array, kept: Uint32Array, gaps: Uint8Array, width: number): TransformedRows {
  const complete = kept.filter((_, index) => gaps[index] === 0)
  if (complete.length === kept.length) return { inputs: inputs.subarray(0, kept.length * width), kept }
  let to = 0
  for (let from = 0; from < gaps.length; from++) {
    if (gaps[from] !== 0) continue
    if (from !== to) inputs.copyWithin(to * width, from * width, (from + 1) * width)
    to++
  }
  return { inputs: inputs.subarray(0, complete.length * width), kept: complete }
}
