import { createRandom } from '../random.ts'
import { isNumericColumn, type Table, type TableColumn } from '../table.ts'

/**
 * `size` different rows of a table, ascending: one at random from each of so many equally long stretches. All rows
 * where there are no more. The seed decides which.
 */
export function scatteredRows(rows: number, size: number, seed: number): Uint32Array {
  if (rows <= size) return Uint32Array.from({ length: rows }, (_, row) => row)
  const random = createRandom(seed)
  return Uint32Array.from({ length: size }, (_, part) => {
    const first = Math.floor((part * rows) / size)
    const end = Math.floor(((part + 1) * rows) / size)
    return first + random.below(end - first)
  })
}

/** `size` rows that follow one another, from a place that the seed decides: for steps that look at a row's neighbours. */
export function neighbouringRows(rows: number, size: number, seed: number): Uint32Array {
  const length = Math.min(rows, size)
  const first = rows <= size ? 0 : createRandom(seed).below(rows - size + 1)
  return Uint32Array.from({ length }, (_, at) => first + at)
}

/**
 * At most `size` rows of a table, ascending. Rows that another table gives for the test have their share of them, at most
 * half, so that there is always something to learn from.
 *
 * @param choose as `scatteredRows` and `neighbouringRows`; called for each of the two tables
 */
export function sampleRows(
  { rows, testFrom = rows }: Pick<Table, 'rows' | 'testFrom'>,
  size: number,
  choose: (rows: number, size: number) => Uint32Array,
): Uint32Array {
  if (testFrom === rows || rows <= size) return choose(rows, size)
  const share = Math.min(Math.round((size * (rows - testFrom)) / rows), Math.floor(size / 2))
  const test = choose(rows - testFrom, Math.max(1, share)).map((row) => testFrom + row)
  const own = choose(testFrom, size - test.length)
  return Uint32Array.from({ length: own.length + test.length }, (_, at) => own[at] ?? test[at - own.length] ?? 0)
}

/** The rows of a column alone; of a category's levels only those that occur, in their order. Shares no memory with it. */
export function sampleColumn(column: TableColumn, rows: Uint32Array): TableColumn {
  if (isNumericColumn(column)) {
    const values = Float64Array.from(rows, (row) => column.values[row] ?? NaN)
    return { name: column.name, kind: column.kind, values }
  }
  const codes = Int32Array.from(rows, (row) => column.codes[row] ?? -1)
  const used = [...new Set(codes)].filter((code) => code >= 0).toSorted((a, b) => a - b)
  const place = new Map(used.map((code, at) => [code, at]))
  return {
    name: column.name,
    kind: column.kind,
    codes: codes.map((code) => place.get(code) ?? -1),
    levels: used.map((code) => column.levels[code] ?? ''),
  }
}
