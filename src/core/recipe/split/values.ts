import { formatDate } from '../../formatDate.ts'
import { isNumericColumn, type TableColumn } from '../../table.ts'

/** The text of each row's value, as people write it (a date by the calendar, UTC); null where it is missing. */
export function textsOf(column: TableColumn, rows: Uint32Array): (string | null)[] {
  return textsWith(column, rows, formatDate)
}

/** The text of each row's value as a key: as `textsOf`, but a date is its milliseconds since 1970-01-01 UTC. */
export function keysOf(column: TableColumn, rows: Uint32Array): (string | null)[] {
  return textsWith(column, rows, String)
}

function textsWith(
  column: TableColumn,
  rows: Uint32Array,
  textOfDate: (milliseconds: number) => string,
): (string | null)[] {
  const texts = new Array<string | null>(rows.length).fill(null)
  if (!isNumericColumn(column)) {
    const { codes, levels } = column
    for (let i = 0; i < rows.length; i++) texts[i] = levels[codes[rows[i] ?? 0] ?? -1] ?? null
    return texts
  }
  const { values, kind } = column
  for (let i = 0; i < rows.length; i++) {
    const value = values[rows[i] ?? 0] ?? NaN
    if (Number.isFinite(value)) texts[i] = kind === 'date' ? textOfDate(value) : String(value)
  }
  return texts
}

export interface Groups {
  /** One a row: which group it belongs to. */
  codes: Int32Array
  /** Rows of each group. */
  sizes: Uint32Array
}

/** Rows with the same value, numbered as they are first met; those without a value are one group. */
export function groupRows(column: TableColumn, rows: Uint32Array): Groups {
  const source: ArrayLike<number> = isNumericColumn(column) ? column.values : column.codes
  const found = new Map<number, number>()
  const codes = new Int32Array(rows.length)
  for (let i = 0; i < rows.length; i++) {
    const value = source[rows[i] ?? 0] ?? NaN
    // NaN is one key of a Map, and a missing code is -1.
    let code = found.get(value)
    if (code === undefined) {
      code = found.size
      found.set(value, code)
    }
    codes[i] = code
  }
  const sizes = new Uint32Array(found.size)
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i] ?? 0
    sizes[code] = (sizes[code] ?? 0) + 1
  }
  return { codes, sizes }
}
