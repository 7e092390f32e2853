import type { ResidualGroup, ResidualsByColumn } from '../../shared/scores.ts'
import { quantileOf, sortedPresent } from '../recipe/numbers/quantiles.ts'
import { isNumericColumn, type TableColumn } from '../table.ts'
import { choosePlaces } from './points.ts'

const mostBins = 12
const mostLevels = 15
const mostPoints = 400

/**
 * How a model errs along a column: in bins of about as many rows of numbers and dates, by level of categories. Rows whose
 * error is not known are left out; missing values are a group of their own, the last.
 *
 * @param rows numbers of the table's rows
 * @param errors actual minus predicted of these rows
 * @param column of the table
 */
export function residualsByColumn(rows: Uint32Array, errors: Float64Array, column: TableColumn): ResidualsByColumn {
  const { name, kind } = column
  if (!isNumericColumn(column)) {
    const byLevel = new Map<string | null, number[]>()
    for (const [place, row] of rows.entries()) {
      const level = column.levels[column.codes[row] ?? -1] ?? null
      const known = byLevel.get(level)
      if (known === undefined) byLevel.set(level, [errors[place] ?? NaN])
      else known.push(errors[place] ?? NaN)
    }
    const missing = byLevel.get(null)
    byLevel.delete(null)
    const levels = [...byLevel].toSorted(([, a], [, b]) => b.length - a.length)
    const shown = levels.slice(0, mostLevels)
    return {
      column: name,
      kind,
      groups: [
        ...shown.flatMap(([level, found]) => groupOf(found, { within: null, level })),
        ...groupOf(missing ?? [], { within: null, level: null }),
      ],
      otherRows: levels.slice(mostLevels).reduce((sum, [, found]) => sum + found.length, 0),
      points: [],
    }
  }
  const values = Float64Array.from(rows, (row) => column.values[row] ?? NaN)
  const bins = binsOf(values)
  const found = bins.map((): number[] => [])
  const missing: number[] = []
  for (const [place, value] of values.entries()) {
    const bin = Number.isNaN(value) ? undefined : found[bins.findLastIndex(({ from }) => value >= from)]
    ;(bin ?? missing).push(errors[place] ?? NaN)
  }
  return {
    column: name,
    kind,
    groups: [
      ...bins.flatMap((within, at) => groupOf(found[at] ?? [], { within, level: null })),
      ...groupOf(missing, { within: null, level: null }),
    ],
    otherRows: 0,
    points: Array.from(choosePlaces(values, errors, mostPoints), (place) => ({
      row: rows[place] ?? 0,
      x: values[place] ?? NaN,
      error: errors[place] ?? NaN,
    })),
  }
}

/** Each from its `from` on up to the next one; the last with its upper end. */
function binsOf(values: Float64Array): NonNullable<ResidualGroup['within']>[] {
  const sorted = sortedPresent(values)
  if (sorted.length === 0) return []
  const edges = [...new Set(Array.from({ length: mostBins + 1 }, (_, i) => quantileOf(sorted, i / mostBins)))]
  const [first = NaN] = edges
  if (edges.length === 1) return [{ from: first, to: first, closed: 'both' }]
  return edges.slice(1).map((to, at) => ({
    from: edges[at] ?? NaN,
    to,
    closed: at === edges.length - 2 ? 'both' : 'from',
  }))
}

function groupOf(errors: readonly number[], of: Pick<ResidualGroup, 'within' | 'level'>): ResidualGroup[] {
  const sorted = sortedPresent(Float64Array.from(errors))
  if (sorted.length === 0) return []
  return [
    {
      ...of,
      rows: sorted.length,
      mean: sorted.reduce((sum, error) => sum + error, 0) / sorted.length,
      low: quantileOf(sorted, 0.05),
      lowerQuartile: quantileOf(sorted, 0.25),
      median: quantileOf(sorted, 0.5),
      upperQuartile: quantileOf(sorted, 0.75),
      high: quantileOf(sorted, 0.95),
    },
  ]
}
