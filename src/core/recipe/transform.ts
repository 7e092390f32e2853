import type { FittedRecipe, RawInput } from '../../shared/recipes.ts'
import { DescentError } from '../../shared/errors.ts'
import { binary, constant, less, where } from '../expression/build.ts'
import { createEvaluation, evaluateBoolean, type Evaluation, type EvaluationOptions } from '../expression/evaluate.ts'
import { tableSource, type Source } from '../expression/source.ts'
import type { BooleanExpression, NumberExpression } from '../expression/types.ts'
import type { OnProgress } from '../progress.ts'
import { isNumericColumn, type Table, type TableColumn } from '../table.ts'
import { indexColumns } from './columns.ts'
import { fittedFeatures } from './expressed.ts'
import { matrixColumns, type MatrixColumn } from './matrixColumns.ts'
import type { PreparedColumn, PreparedIndicator } from './prepared.ts'

export interface TransformOptions extends EvaluationOptions {
  /** Where to write, for instance shared memory; at least rows × inputs long. */
  into?: Float32Array
  onProgress?: OnProgress
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
  requireKinds(indexColumns(table), fitted.rawInputs)
  const source = tableSource(table)
  const kept = completeRows(source, fitted, rows)
  const width = fitted.inputs.length
  const size = kept.length * width
  const inputs = options.into ?? new Float32Array(size)
  if (inputs.length < size)
    throw new RangeError(`The inputs need ${size} numbers, and there is room for ${inputs.length}.`)

  const gaps = new Uint8Array(kept.length)
  const evaluation = createEvaluation(source, kept, options)
  const writers = matrixColumns(fitted).map((column, at) => writerOf(column, evaluation, { inputs, width, gaps }, at))
  evaluation.run((from, count) => {
    options.onProgress?.(from / kept.length)
    for (const write of writers) write(from, count)
  })
  options.onProgress?.(1)
  return withoutGaps(inputs, kept, gaps, width)
}

function requireKinds(columns: ReadonlyMap<string, TableColumn>, rawInputs: readonly RawInput[]): void {
  for (const raw of rawInputs) {
    const column = columns.get(raw.name)
    if (column === undefined) continue
    const numeric = raw.kind === 'number' || raw.kind === 'date'
    if (numeric ? column.kind === raw.kind : !isNumericColumn(column)) continue
    throw new DescentError(
      'unusable-input',
      `“${raw.name}” is read as ${column.kind}, but the model learned it as ${raw.kind}.`,
      { hint: `Read “${raw.name}” as ${raw.kind}.`, where: { column: raw.name } },
    )
  }
}

/** The rows in which no column is missing on which the recipe leaves rows out. */
function completeRows(source: Source, fitted: FittedRecipe, rows: Uint32Array): Uint32Array {
  const missing = rowsLeftOut(fitted)
  if (missing === null) return rows.slice()
  const flags = evaluateBoolean(source, rows, missing)
  return rows.filter((_, index) => flags[index] === 0)
}

/** Which rows the recipe leaves out for what is missing in them; null if there can be none. */
export function rowsLeftOut(fitted: FittedRecipe): BooleanExpression | null {
  return reasonsToLeaveOut(fitted)
    .map(({ missing }) => missing)
    .reduce<BooleanExpression | null>((all, one) => (all === null ? one : { op: 'or', x: all, y: one }), null)
}

/** A step that leaves out the rows in which `missing` is true; `column` is null where it looks at several together. */
export interface ReasonToLeaveOut {
  /** Its place among the fitted steps. */
  step: number
  column: string | null
  missing: BooleanExpression
}

/** For what the steps leave rows out, in their order. */
export function reasonsToLeaveOut(fitted: FittedRecipe): ReasonToLeaveOut[] {
  const features = fittedFeatures(fitted)
  return fitted.steps.flatMap((state, step): ReasonToLeaveOut[] => {
    if (state.kind !== 'dropMissingRows') return []
    const looked = features.filter(({ name }) => state.columns.includes(name))
    const missing = looked.map((column) => ({ step, column: column.name, missing: isMissingIn(column) }))
    if (state.maxShare === 0 || missing.length === 0) return missing
    const sum = missing
      .map((one) => where(one.missing, constant(1), constant(0)))
      .reduce((all, one) => binary('add', all, one))
    return [{ step, column: null, missing: less(constant(state.maxShare * missing.length), sum) }]
  })
}

/** Where a column on its way through the steps has no value. */
export function isMissingIn(column: PreparedColumn): BooleanExpression {
  switch (column.kind) {
    case 'category':
      return { op: 'isTextMissing', text: column.value }
    case 'number':
    case 'date':
      return { op: 'isMissing', x: column.value }
    case 'indicator':
    case 'index':
      return { op: 'isMissing', x: column.index }
  }
}

/** Row-major, rows × width. */
interface Matrix {
  inputs: Float32Array
  width: number
  /** 1 for each row with a value that is missing or cannot be said in float32. */
  gaps: Uint8Array
}

type Write = (from: number, count: number) => void

function writerOf(column: MatrixColumn, evaluation: Evaluation, matrix: Matrix, at: number): Write {
  switch (column.kind) {
    case 'number':
      return writeNumbers(evaluation, column.value, matrix, at)
    case 'indicator':
      return writeIndicator(evaluation, column.indicator, matrix, at)
    case 'index':
      return writeNumbers(evaluation, column.index, matrix, at)
  }
}

function writeNumbers(
  evaluation: Evaluation,
  value: NumberExpression,
  { inputs, width, gaps }: Matrix,
  at: number,
): Write {
  const node = evaluation.number(value)
  return (from, count) => {
    const values = node.read()
    for (let i = 0; i < count; i++) {
      const rounded = Math.fround(values[i] ?? NaN)
      inputs[(from + i) * width + at] = rounded
      if (!Number.isFinite(rounded)) gaps[from + i] = 1
    }
  }
}

function writeIndicator(
  evaluation: Evaluation,
  { index, code, on, off }: PreparedIndicator,
  { inputs, width }: Matrix,
  at: number,
): Write {
  const node = evaluation.number(index)
  return (from, count) => {
    const codes = node.read()
    for (let i = 0; i < count; i++) inputs[(from + i) * width + at] = codes[i] === code ? on : off
  }
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
