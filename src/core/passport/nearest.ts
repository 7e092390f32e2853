import { isNumericColumn, type Table, type TableColumn } from '../table.ts'

/** Training rows that the asked row is compared with. */
const COMPARED = 50_000
/** Of them, those among which ordinary distances are measured, and for how many of these. */
const [CROWD, MEASURED] = [2_000, 100]

export interface NearestRows {
  /** Places among the training rows, the nearest first, and how far away they are. */
  nearest: { place: number; distance: number }[]
  /** Share of training rows that are at least as far from the one nearest to them; small for a row that lies apart. */
  share: number
}

/** The distance of two rows in one column, 0 to 1 for levels. */
type Apart = (a: number, b: number) => number

interface Side {
  apart: Apart
  /** Of training rows, by their number in the table. */
  learned: (row: number) => number
  asked: number
}

/**
 * The training rows that a row is most like, by the heterogeneous distance of Wilson and Martinez (1997, 'Improved Heterogeneous
 * Distance Functions'): the root of the sum over columns of squared differences, of numbers and dates in four standard deviations,
 * of levels 0 where they are the same and 1 where not; a value that is missing on one side is 1 away.
 *
 * @param table with the training rows
 * @param train their numbers; where there are very many, rows evenly spread over them are compared
 * @param asked a table of one row, of the same columns; one that it lacks is missing
 * @param columns that the model looks at
 */
export function nearestRows(
  table: Table,
  train: Uint32Array,
  asked: Table,
  columns: readonly string[],
  count = 5,
): NearestRows {
  const places = spread(train.length, COMPARED)
  const compared = Uint32Array.from(places, (place) => train[place] ?? 0)
  const sides = columns.flatMap((name): Side[] => {
    const column = table.columns.find((one) => one.name === name)
    return column === undefined
      ? []
      : [
          sideOf(
            column,
            compared,
            asked.columns.find((one) => one.name === name),
          ),
        ]
  })
  const distance = (row: number, other: number | null): number =>
    Math.sqrt(
      sides.reduce((sum, { apart, learned, asked: value }) => {
        const difference = apart(learned(row), other === null ? value : learned(other))
        return sum + difference * difference
      }, 0),
    )
  const found = places.map((place) => ({ place, distance: distance(train[place] ?? 0, null) }))
  const nearest = found.sort((a, b) => a.distance - b.distance || a.place - b.place).slice(0, count)

  const crowd = spread(train.length, CROWD).map((place) => train[place] ?? 0)
  const least = (from: number | null): number =>
    crowd.reduce((least, row) => (row === from ? least : Math.min(least, distance(row, from))), Infinity)
  const own = least(null)
  const others = spread(crowd.length, MEASURED).map((at) => least(crowd[at] ?? 0))
  const farther = others.filter((one) => one >= own).length
  return { nearest, share: others.length < 2 ? 1 : farther / others.length }
}

/** At most so many of the places 0 … length - 1, evenly spread. */
function spread(length: number, most: number): number[] {
  const count = Math.min(length, most)
  return Array.from({ length: count }, (_, i) => Math.floor((i * length) / count))
}

function sideOf(column: TableColumn, train: Uint32Array, asked: TableColumn | undefined): Side {
  if (isNumericColumn(column)) {
    const { values } = column
    const value = asked !== undefined && isNumericColumn(asked) ? (asked.values[0] ?? NaN) : NaN
    const scale = 4 * deviationOf(values, train)
    return { apart: apartIn(scale), learned: (row) => values[row] ?? NaN, asked: value }
  }
  const label = asked === undefined || isNumericColumn(asked) ? undefined : asked.levels[asked.codes[0] ?? -1]
  const { codes, levels } = column
  // A level that training did not see is none of its codes.
  const code = label === undefined ? -1 : levels.indexOf(label) === -1 ? levels.length : levels.indexOf(label)
  return { apart: (a, b) => (a === b ? 0 : 1), learned: (row) => codes[row] ?? -1, asked: code }
}

function apartIn(scale: number): Apart {
  return (a, b) => {
    const [noA, noB] = [Number.isNaN(a), Number.isNaN(b)]
    if (noA || noB) return noA === noB ? 0 : 1
    if (a === b) return 0
    return scale > 0 ? Math.abs(a - b) / scale : 1
  }
}

function deviationOf(values: Float64Array, rows: Uint32Array): number {
  let [count, mean, squares] = [0, 0, 0]
  for (const row of rows) {
    const value = values[row] ?? NaN
    if (!Number.isFinite(value)) continue
    count++
    const delta = value - mean
    mean += delta / count
    squares += delta * (value - mean)
  }
  return count === 0 ? 0 : Math.sqrt(squares / count)
}
