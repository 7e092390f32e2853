import type { SliceCondition } from '../../../shared/evaluation.ts'
import { quantileOf, sortedPresent } from '../../recipe/numbers/quantiles.ts'
import { isNumericColumn, type CodedColumn, type NumericColumn, type TableColumn } from '../../table.ts'

/** Rows by the values of one column. */
export interface Cut {
  /** What holds in each group. */
  groups: SliceCondition[]
  /** The group of each row, in the order given; `noGroup` for levels that are not listed. */
  codes: Uint8Array
}

export const noGroup = 255
/** Bins of numbers, each of about as many rows. */
const BINS = 5
/** Of so many rows at most the ends of the bins are told. */
const BINNED_ROWS = 50_000
/** A number with no more different values is cut by each of them. */
const FEW_VALUES = 8

/**
 * Cuts rows by a column: numbers and dates into five bins of about as many rows, or by their values where they have eight
 * at most; levels as they are, the most frequent ones first. Missing values are a group of their own, the last.
 *
 * @param rows row numbers of the table
 * @param most levels that are listed, at most 254 with the missing values
 */
export function cutRows(column: TableColumn, rows: Uint32Array, most: number): Cut {
  return isNumericColumn(column) ? cutNumbers(column, rows) : cutLevels(column, rows, most)
}

function cutNumbers({ name, values }: NumericColumn, rows: Uint32Array): Cut {
  const own = new Float64Array(rows.length)
  for (let i = 0; i < own.length; i++) own[i] = finite(values[rows[i] ?? 0])
  const distinct = distinctOf(own, FEW_VALUES + 1)
  if (distinct.length <= FEW_VALUES) {
    const groups = distinct.map((value) => ({ kind: 'level' as const, column: name, level: String(value) }))
    return withMissing(name, groups, own, (value) => distinct.indexOf(value))
  }
  const sorted = sortedPresent(thinned(own))
  const quantiles = Array.from({ length: BINS - 1 }, (_, at) => quantileOf(sorted, (at + 1) / BINS))
  const edges = [...new Set(quantiles)].filter((edge) => edge > (sorted[0] ?? NaN))
  const groups = [...edges, null].map((to, at) => ({
    kind: 'bin' as const,
    column: name,
    within: { from: edges[at - 1] ?? null, to, closed: 'from' as const },
  }))
  return withMissing(name, groups, own, (value) => {
    let group = 0
    while (group < edges.length && value >= (edges[group] ?? NaN)) group++
    return group
  })
}

function withMissing(
  column: string,
  groups: SliceCondition[],
  values: Float64Array,
  groupOf: (value: number) => number,
): Cut {
  const codes = new Uint8Array(values.length)
  let missing = 0
  for (let i = 0; i < codes.length; i++) {
    const value = values[i] ?? NaN
    const isMissing = Number.isNaN(value)
    if (isMissing) missing++
    codes[i] = isMissing ? groups.length : groupOf(value)
  }
  return { groups: missing > 0 ? [...groups, { kind: 'level', column, level: null }] : groups, codes }
}

/** The different values, ascending; no more than so many of them are looked for. */
function distinctOf(values: Float64Array, most: number): number[] {
  const found = new Set<number>()
  for (let i = 0; i < values.length && found.size < most; i++) {
    const value = values[i] ?? NaN
    if (!Number.isNaN(value)) found.add(value)
  }
  return [...found].toSorted((a, b) => a - b)
}

/** Evenly spread over the values where they are many. */
function thinned(values: Float64Array): Float64Array {
  const step = Math.ceil(values.length / BINNED_ROWS)
  if (step <= 1) return values
  const kept = new Float64Array(Math.ceil(values.length / step))
  for (let i = 0; i < kept.length; i++) kept[i] = values[i * step] ?? NaN
  return kept
}

function cutLevels({ name, codes, levels }: CodedColumn, rows: Uint32Array, most: number): Cut {
  const counts = new Uint32Array(levels.length)
  let missing = 0
  for (const row of rows) {
    const code = codes[row] ?? -1
    if (code >= 0) counts[code] = (counts[code] ?? 0) + 1
    else missing++
  }
  const listed = levels
    .map((level, code) => ({ level, code, count: counts[code] ?? 0 }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.count - a.count || a.code - b.code)
    .slice(0, most)
  const place = new Uint8Array(levels.length).fill(noGroup)
  for (const [at, { code }] of listed.entries()) place[code] = at
  const groups: SliceCondition[] = listed.map(({ level }) => ({ kind: 'level', column: name, level }))
  if (missing > 0) groups.push({ kind: 'level', column: name, level: null })
  const own = new Uint8Array(rows.length)
  for (let i = 0; i < own.length; i++) {
    const code = codes[rows[i] ?? 0] ?? -1
    own[i] = code < 0 ? listed.length : (place[code] ?? noGroup)
  }
  return { groups, codes: own }
}

function finite(value: number | undefined): number {
  return value !== undefined && Number.isFinite(value) ? value + 0 : NaN
}
