import { formatDate } from '../../../../core/formatDate.ts'
import type { DependenceReport } from '../../../../shared/explain.ts'
import { formatValue } from '../../../../core/words/values.ts'
import { formatNumber } from '../../../../core/words/format.ts'

/** One line over the places of a grid; null where nothing is predicted. */
export type Line = (number | null)[]

export interface DependenceLines {
  mean: Line
  rows: { row: number; values: Line }[]
}

/**
 * The lines of one predicted number. Centred, each begins at 0 with the grid's first place, so that what is seen is how a row
 * changes, not where it stands.
 */
export function dependenceLines(report: DependenceReport, output: number, centred: boolean): DependenceLines {
  const shifted = (line: Line): Line => {
    const start = line[0] ?? null
    return centred && start !== null ? line.map((value) => (value === null ? null : value - start)) : line
  }
  return {
    mean: shifted(report.means[output] ?? []),
    rows: report.curves.map(({ row, values }) => ({ row, values: shifted(values[output] ?? []) })),
  }
}

type Grid = DependenceReport['grid']

/** Names of the places of a grid. */
export function placeNames(grid: Grid): string[] {
  switch (grid.kind) {
    case 'category':
      return grid.levels
    case 'date':
      return grid.values.map(formatDate)
    case 'number':
      return grid.values.map((value) => formatNumber(value, 6))
  }
}

/** The places of a grid as numbers along an axis: levels one after the other. */
export function placeNumbers(grid: Grid): number[] {
  return grid.kind === 'category' ? grid.levels.map((_, at) => at) : grid.values
}

/** Where the mean is lowest and highest, in a sentence. */
export function dependenceSummary(report: DependenceReport, line: Line, what: string): string {
  const names = placeNames(report.grid)
  let [low, high] = [-1, -1]
  for (const [at, value] of line.entries()) {
    if (value === null) continue
    if (low < 0 || value < (line[low] ?? NaN)) low = at
    if (high < 0 || value > (line[high] ?? NaN)) high = at
  }
  if (low < 0) return `Nothing is predicted whatever ${report.column} is.`
  return `The mean ${what} is lowest, ${formatValue(line[low])}, where ${report.column} is ${names[low] ?? ''}, and highest, ${formatValue(line[high])}, where it is ${names[high] ?? ''}.`
}
