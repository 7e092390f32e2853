import { isNumericColumn, type Table, type TableColumn } from '../table.ts'
import { codeOf, scaleOf, sidesOf } from './distance.ts'
import { apartShare, crowdOf, ordinaryLeast } from './nearest.ts'

/** Training rows that stand for all of them, to tell which rows of a file lie apart; as large for any number of rows. */
export interface ApartReference {
  columns: ApartColumn[]
  rows: number
  /** Row-major, rows × columns: numbers in the unit of distances, codes of levels. */
  values: Float64Array
  /** The square of the distance beyond which a row lies apart. */
  threshold: number
}

interface ApartColumn {
  name: string
  /** What of a number is 1 apart; null where numbers are the same or not. */
  scale: number | null
  /** Of a column of numbers null. */
  levels: readonly string[] | null
}

/**
 * What rows of a file are compared with, so that one lies apart where `nearestRows` would say so of it.
 *
 * @param table with the training rows
 * @param train their numbers
 * @param names of the columns that are compared
 * @returns null where there are too few training rows to tell what is ordinary
 */
export function apartReference(table: Table, train: Uint32Array, names: readonly string[]): ApartReference | null {
  const crowd = crowdOf(train)
  const others = ordinaryLeast(sidesOf(table, train, { rows: 0, columns: [] }, names), crowd).toSorted((a, b) => b - a)
  const threshold = others[Math.ceil(apartShare * others.length) - 1]
  if (others.length < 2 || threshold === undefined) return null
  const found = names.flatMap((name) => table.columns.find((column) => column.name === name) ?? [])
  const columns = found.map((column): ApartColumn => {
    if (!isNumericColumn(column)) return { name: column.name, scale: null, levels: column.levels }
    const scale = scaleOf(column, train)
    return { name: column.name, scale: scale > 0 ? scale : null, levels: null }
  })
  const values = new Float64Array(crowd.length * columns.length)
  for (const [at, column] of columns.entries()) {
    const read = reader(found[at], column)
    for (const [i, row] of crowd.entries()) values[i * columns.length + at] = read(row)
  }
  return { columns, rows: crowd.length, values, threshold }
}

/**
 * Which rows lie apart: 1 for each that is farther from every row of the reference than hardly any of these is from the others.
 *
 * @param table foreign rows, read as the model reads its raw inputs; a column that it lacks is missing
 */
export function rowsApart(table: Table, reference: ApartReference): Uint8Array {
  const { columns, rows, values, threshold } = reference
  const width = columns.length
  const readers = columns.map((column) => reader(tableColumn(table, column), column))
  const isScaled = Uint8Array.from(columns, ({ scale }) => Number(scale !== null))
  const asked = new Float64Array(width)
  const apart = new Uint8Array(table.rows)
  // Rows that follow each other are often alike: what was near the last one is tried first.
  let first = 0
  for (let row = 0; row < table.rows; row++) {
    for (let k = 0; k < width; k++) asked[k] = readers[k]?.(row) ?? NaN
    apart[row] = 1
    for (let tried = 0; tried < rows; tried++) {
      const one = (first + tried) % rows
      if (!isWithin(values, one * width, asked, isScaled, threshold)) continue
      apart[row] = 0
      first = one
      break
    }
  }
  return apart
}

function isWithin(
  values: Float64Array,
  from: number,
  asked: Float64Array,
  isScaled: Uint8Array,
  threshold: number,
): boolean {
  let sum = 0
  for (let k = 0; k < asked.length; k++) {
    const a = values[from + k] ?? NaN
    const b = asked[k] ?? NaN
    const difference = a - b
    const square = difference * difference
    // What is missing, infinite or of another level is rare: numbers come first.
    if (isScaled[k] === 1 && square === square) sum += square
    else if (a !== b && (a === a || b === b)) sum += 1
    if (sum > threshold) return false
  }
  return true
}

function tableColumn(table: Table, { name }: ApartColumn): TableColumn | undefined {
  return table.columns.find((column) => column.name === name)
}

/** Values of a column as the reference has them; NaN for a missing number, -1 for a missing level. */
function reader(column: TableColumn | undefined, { scale, levels }: ApartColumn): (row: number) => number {
  if (levels === null) {
    if (column === undefined || !isNumericColumn(column)) return () => NaN
    return (row) => (column.values[row] ?? NaN) / (scale ?? 1)
  }
  if (column === undefined || isNumericColumn(column)) return () => -1
  const codes = Int32Array.from(column.levels, (level) => codeOf(level, levels))
  return (row) => codes[column.codes[row] ?? -1] ?? -1
}
