import { isNumericColumn, type Table, type TableColumn } from '../../table.ts'
import { indexColumns } from '../../recipe/columns.ts'
import { millisecondsPerDay } from '../../time.ts'
import type { OnnxSchema } from './metadata.ts'

/** One input's values, ready to be made a tensor of shape [rows, 1]. */
export type OnnxFeed = { input: string } & (
  { type: 'string'; data: string[] } | { type: 'float32'; data: Float32Array } | { type: 'float64'; data: Float64Array }
)

/** The raw values of the chosen rows as an exported model takes them. A column the table lacks is missing. */
export function onnxFeeds(schema: OnnxSchema, table: Table, rows: Uint32Array): OnnxFeed[] {
  const columns = indexColumns(table)
  return schema.inputs.map(({ input, name, type, kind }): OnnxFeed => {
    const column = columns.get(name)
    if (type === 'string') return { input, type, data: Array.from(rows, (row) => textAt(column, row)) }
    const unit = kind === 'date' ? millisecondsPerDay : 1
    const numbers = Float64Array.from(rows, (row) => numberAt(column, row) / unit)
    return type === 'float'
      ? { input, type: 'float32', data: Float32Array.from(numbers) }
      : { input, type: 'float64', data: numbers }
  })
}

function textAt(column: TableColumn | undefined, row: number): string {
  return column === undefined || isNumericColumn(column) ? '' : (column.levels[column.codes[row] ?? -1] ?? '')
}

function numberAt(column: TableColumn | undefined, row: number): number {
  return column !== undefined && isNumericColumn(column) ? (column.values[row] ?? NaN) : NaN
}
