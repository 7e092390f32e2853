import type { OddCell } from '../../../shared/recheck.ts'
import { nearest } from '../../../shared/training/known.ts'
import { quantileOf, sortedPresent } from '../../recipe/numbers/quantiles.ts'
import { isNumericColumn, type CodedColumn, type NumericColumn, type TableColumn } from '../../table.ts'

/** Of so many rows at most the usual values of a column are told. */
const LOOKED = 20_000
/** Of a normal distribution, the interquartile range is so many standard deviations. */
const QUARTILES = 1.349
/** A cell is odd from so many spreads on. */
const FAR = 6
/** What is often too much or too little in a number that was typed: its decimal point, or its sign. */
const factors = [10, 0.1, 100, 0.01, 1000, 0.001, -1]
/** A text is rare where no more rows of the split have it, and frequent where at least so many have. */
const RARE = 2
const FREQUENT = 20
const LISTED_TEXTS = 1000

/** Finds the cell of a row that is least like the others of its column. */
export interface OddCells {
  /** Null where no cell stands out. A number far off goes before a text. */
  ofRow: (row: number) => OddCell | null
}

/**
 * @param columns of the table
 * @param rows those of the split, by whose values it is told what is usual
 */
export function createOddCells(columns: readonly TableColumn[], rows: Uint32Array): OddCells {
  const step = Math.max(1, Math.ceil(rows.length / LOOKED))
  const looked = rows.filter((_, at) => at % step === 0)
  const numbers = columns.filter(isNumericColumn).map((column) => oddNumber(column, looked))
  const texts = columns
    .filter((column): column is CodedColumn => !isNumericColumn(column) && column.kind !== 'text')
    .map((column) => oddText(column, rows))
  return {
    ofRow: (row) => {
      const far = numbers
        .flatMap((find) => find(row) ?? [])
        .toSorted((a, b) => Math.abs(b.spreads) - Math.abs(a.spreads))
      return far[0] ?? texts.map((find) => find(row)).find((found) => found !== null) ?? null
    },
  }
}

type Far = Extract<OddCell, { kind: 'far' }>

function oddNumber({ name, kind, values }: NumericColumn, rows: Uint32Array): (row: number) => Far | null {
  const sorted = sortedPresent(Float64Array.from(rows, (row) => values[row] ?? NaN))
  const [low, median, high] = [0.25, 0.5, 0.75].map((fraction) => quantileOf(sorted, fraction))
  const spread = ((high ?? NaN) - (low ?? NaN)) / QUARTILES
  if (median === undefined || !(spread > 0)) return () => null
  const spreadsOf = (value: number): number => (value - median) / spread
  return (row) => {
    const value = values[row] ?? NaN
    const spreads = spreadsOf(value)
    if (!Number.isFinite(value) || !(Math.abs(spreads) >= FAR)) return null
    // Two spreads hold what is usual: 95 of 100 values of a normal distribution.
    const factor = kind === 'date' ? undefined : factors.find((by) => Math.abs(spreadsOf(value / by)) <= 2)
    return { kind: 'far', column: name, isDate: kind === 'date', value, median, spreads, factor: factor ?? null }
  }
}

function oddText({ name, codes, levels }: CodedColumn, rows: Uint32Array): (row: number) => OddCell | null {
  const counts = new Uint32Array(levels.length)
  for (const row of rows) {
    const code = codes[row] ?? -1
    if (code >= 0) counts[code] = (counts[code] ?? 0) + 1
  }
  const frequent = levels
    .map((level, code) => ({ level, count: counts[code] ?? 0 }))
    .filter(({ count }) => count >= FREQUENT)
    .toSorted((a, b) => b.count - a.count)
    .slice(0, LISTED_TEXTS)
    .map(({ level }) => level)
  return (row) => {
    const code = codes[row] ?? -1
    if (code < 0 || (counts[code] ?? 0) > RARE) return null
    const text = levels[code] ?? ''
    // One letter of three may be wrong: shorter texts are near to each other by chance.
    const like = text.length < 3 ? null : nearest(text, frequent)
    return like === null ? null : { kind: 'rare', column: name, text, like }
  }
}
