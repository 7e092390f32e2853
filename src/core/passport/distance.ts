import { isNumericColumn, type NumericColumn, type Table, type TableColumn } from '../table.ts'

/** A row that others are compared with: one of the table's, or the asked one. */
export type From = { row: number } | 'asked'

/** What rows differ by in one column. */
export interface Side {
  /** Adds the squared difference between each of the rows and `from` to `squares`. */
  add(squares: Float64Array, rows: Uint32Array, from: From): void
}

/**
 * The heterogeneous distance of Wilson and Martinez (1997, 'Improved Heterogeneous Distance Functions'): the root of the sum
 * over columns of squared differences, of numbers and dates in four standard deviations of the training rows, of levels 0 where
 * they are the same and 1 where not; a value that is missing on one side is 1 away.
 *
 * @param table with the training rows
 * @param train their numbers
 * @param asked a table of one row, of the same columns; one that it lacks is missing
 * @param columns that are compared
 */
export function sidesOf(table: Table, train: Uint32Array, asked: Table, columns: readonly string[]): Side[] {
  return columns.flatMap((name): Side[] => {
    const column = table.columns.find((one) => one.name === name)
    const other = asked.columns.find((one) => one.name === name)
    return column === undefined ? [] : [sideOf(column, train, other)]
  })
}

/** The squared distances of rows from one of the table's or from the asked one. */
export function squaresFrom(sides: readonly Side[], rows: Uint32Array, from: From): Float64Array {
  const squares = new Float64Array(rows.length)
  for (const side of sides) side.add(squares, rows, from)
  return squares
}

function sideOf(column: TableColumn, train: Uint32Array, asked: TableColumn | undefined): Side {
  if (isNumericColumn(column)) {
    const { values } = column
    const scale = scaleOf(column, train)
    const own = asked !== undefined && isNumericColumn(asked) ? (asked.values[0] ?? NaN) : NaN
    return {
      add: (squares, rows, from) =>
        addNumbers(squares, values, rows, from === 'asked' ? own : (values[from.row] ?? NaN), scale),
    }
  }
  const label = asked === undefined || isNumericColumn(asked) ? undefined : asked.levels[asked.codes[0] ?? -1]
  const { codes, levels } = column
  const own = codeOf(label, levels)
  return {
    add: (squares, rows, from) => {
      const code = from === 'asked' ? own : (codes[from.row] ?? -1)
      for (let i = 0; i < rows.length; i++) if (codes[rows[i] ?? 0] !== code) squares[i] = (squares[i] ?? 0) + 1
    },
  }
}

/** A level that training did not see is none of its codes; without a label it is missing. */
export function codeOf(label: string | undefined, levels: readonly string[]): number {
  if (label === undefined) return -1
  const code = levels.indexOf(label)
  return code === -1 ? levels.length : code
}

function addNumbers(
  squares: Float64Array,
  values: Float64Array,
  rows: Uint32Array,
  value: number,
  scale: number,
): void {
  for (let i = 0; i < rows.length; i++) {
    const difference = differenceIn(values[rows[i] ?? 0] ?? NaN, value, scale)
    squares[i] = (squares[i] ?? 0) + difference * difference
  }
}

/** How far two numbers of a column are apart; NaN is missing. */
export function differenceIn(a: number, b: number, scale: number): number {
  if (a === b) return 0
  const difference = a - b
  // Of what is missing nothing can be subtracted.
  if (Number.isNaN(difference)) return Number.isNaN(a) && Number.isNaN(b) ? 0 : 1
  return scale > 0 ? difference / scale : 1
}

/** Four standard deviations of the finite values of rows. */
export function scaleOf({ values }: NumericColumn, rows: Uint32Array): number {
  let [count, sum] = [0, 0]
  for (const row of rows) {
    const value = values[row] ?? NaN
    if (!Number.isFinite(value)) continue
    count++
    sum += value
  }
  const mean = sum / count
  let squares = 0
  for (const row of rows) {
    const difference = (values[row] ?? NaN) - mean
    if (Number.isFinite(difference)) squares += difference * difference
  }
  return count === 0 ? 0 : 4 * Math.sqrt(squares / count)
}
