import { unusable } from '../unusable.ts'
import { isNumericColumn, type Table, type TableColumn } from '../../table.ts'

/** Makes room for so many bytes; shared memory where threads are to share it. */
type Allocate = (bytes: number) => ArrayBufferLike

/**
 * A table with the rows of another one behind its own, for the test alone. Columns are matched by name and kind; a column
 * of the first that the other lacks is missing there, others of the second are left out.
 */
export function withTestRows(table: Table, test: Table, allocate: Allocate = (bytes) => new ArrayBuffer(bytes)): Table {
  const others = new Map(test.columns.map((column) => [column.name, column]))
  const rows = table.rows + test.rows
  return {
    rows,
    columns: table.columns.map((column) => joinedColumn(column, others.get(column.name), rows, allocate)),
    testFrom: table.rows,
  }
}

function joinedColumn(
  column: TableColumn,
  other: TableColumn | undefined,
  rows: number,
  allocate: Allocate,
): TableColumn {
  if (isNumericColumn(column)) {
    const values = new Float64Array(allocate(rows * 8)).fill(NaN)
    values.set(column.values)
    if (other !== undefined && isNumericColumn(other)) values.set(other.values, column.values.length)
    return { ...column, values }
  }
  const codes = new Int32Array(allocate(rows * 4)).fill(-1)
  codes.set(column.codes)
  if (other === undefined || isNumericColumn(other)) return { ...column, codes }
  const levels = [...column.levels]
  const known = new Map(levels.map((level, code) => [level, code]))
  // A boolean may be spelled otherwise: true, True.
  const spelled = new Map(levels.map((level, code) => [level.toLowerCase(), code]))
  const places = other.levels.map((level) => {
    const place = known.get(level) ?? (column.kind === 'boolean' ? spelled.get(level.toLowerCase()) : undefined)
    return place ?? levels.push(level) - 1
  })
  const first = column.codes.length
  for (let row = 0; row < other.codes.length; row++) codes[first + row] = places[other.codes[row] ?? -1] ?? -1
  return { ...column, codes, levels }
}

/** The table's own rows and, where it has some of another one for the test, those. They share its memory. */
export function ownAndTest(table: Table): { own: Table; test: Table | null } {
  const { testFrom, ...rest } = table
  if (testFrom === undefined) return { own: table, test: null }
  const between = (from: number, to: number): Table => ({
    ...rest,
    rows: to - from,
    columns: table.columns.map((column) =>
      isNumericColumn(column)
        ? { ...column, values: column.values.subarray(from, to) }
        : { ...column, codes: column.codes.subarray(from, to) },
    ),
    rowNumbers: table.rowNumbers?.subarray(from, to),
  })
  return { own: between(0, testFrom), test: between(testFrom, table.rows) }
}

/** How a column of a table is read. */
interface ReadColumn {
  name: string
  kind: TableColumn['kind']
}

/** The first column that is needed and that the other table lacks, or reads otherwise; null where it can be the test. */
export function unfitTestColumn(
  own: readonly ReadColumn[],
  test: readonly ReadColumn[],
  needed: ReadonlySet<string>,
): (ReadColumn & { other: ReadColumn['kind'] | null }) | null {
  const others = new Map(test.map((column) => [column.name, column.kind]))
  for (const { name, kind } of own) {
    if (!needed.has(name)) continue
    const other = others.get(name) ?? null
    if (other === null || (kind !== other && (isNumericKind(kind) || isNumericKind(other))))
      return { name, kind, other }
  }
  return null
}

/**
 * Checks that a table can stand behind another one. Throws `unusable-input`, naming the column and the remedy, where it
 * lacks a column that is needed, or has it read otherwise.
 */
export function requireTestColumns(
  own: { name: string; columns: readonly ReadColumn[] },
  test: { name: string; columns: readonly ReadColumn[] },
  needed: ReadonlySet<string>,
): void {
  const unfit = unfitTestColumn(own.columns, test.columns, needed)
  if (unfit === null) return
  const { name, kind, other } = unfit
  if (other === null) {
    throw unusable(
      name,
      `“${test.name}”, the table of the test rows, has no column “${name}”.`,
      'Choose another table for the test, or take a share of this one.',
    )
  }
  throw unusable(
    name,
    `“${name}” is read as ${other} in “${test.name}”, the table of the test rows, and as ${kind} in “${own.name}”.`,
    `Read “${name}” as ${kind} in “${test.name}”, too.`,
  )
}

function isNumericKind(kind: TableColumn['kind']): boolean {
  return kind === 'number' || kind === 'date'
}
