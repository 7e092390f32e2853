import {
  gridOf,
  gridLength,
  levelCounts,
  partialDependence,
  type Grid,
} from '../../../core/explain/partialDependence.ts'
import { pairDependence } from '../../../core/explain/pairDependence.ts'
import { histogramOf } from '../../../core/metrics/histogram.ts'
import type { OnProgress } from '../../../core/progress.ts'
import { isNumericColumn, type TableColumn } from '../../../core/table.ts'
import { DescentError } from '../../../shared/errors.ts'
import type {
  DependenceQuestion,
  DependenceReport,
  Effort,
  PairDependenceQuestion,
  PairDependenceReport,
} from '../../../shared/explain.ts'
import type { Subject } from './subject.ts'

/** Rows that the means are of. */
const meanRows: Record<Effort, number> = { quick: 200, usual: 1000, careful: 5000 }
/** Of two columns at once, which has many more places. */
const pairRows: Record<Effort, number> = { quick: 50, usual: 200, careful: 1000 }
/** Rows whose own curves are told. */
const mostCurves = 60
/** Training rows that tell where values are. */
const trainingRows = 50_000
const bins = 40

/** What becomes of the prediction when one column takes each of its values in turn. */
export function dependenceReport(
  subject: Subject,
  { split, column: name, effort, seed }: DependenceQuestion,
  onProgress: OnProgress,
): DependenceReport {
  const rows = subject.sample(split, meanRows[effort], seed)
  const training = subject.cells(subject.sample('train', trainingRows, seed))
  const { at, grid, seen } = placesOf(training.columns, name)
  const { means, curves } = partialDependence(subject.model, subject.cells(rows), {
    at,
    grid,
    rows: rows.length,
    onProgress,
  })
  const places = gridLength(grid)
  const { width } = subject.model
  const step = Math.max(1, Math.ceil(rows.length / mostCurves))
  return {
    split,
    column: name,
    columns: training.columns.filter(isAskedFor).map((column) => ({ name: column.name, kind: column.kind })),
    grid,
    distribution: distributionOf(seen, grid),
    classes: subject.classes,
    means: means.map(finiteOrNull),
    curves: Array.from(rows)
      .map((row, index) => ({
        row,
        values: Array.from({ length: width }, (_, output) =>
          finiteOrNull(
            Array.from({ length: places }, (_, place) => curves[(index * places + place) * width + output] ?? NaN),
          ),
        ),
      }))
      .filter((_, index) => index % step === 0),
    rows: rows.length,
    ofRows: subject.rows[split].length,
  }
}

/** The mean prediction over two columns at once. */
export function pairDependenceReport(
  subject: Subject,
  { split, x, y, effort, seed }: PairDependenceQuestion,
  onProgress: OnProgress,
): PairDependenceReport {
  if (x === y) {
    throw new DescentError('usage', `“${x}” is named twice.`, { hint: 'Choose two different columns.' })
  }
  const rows = subject.sample(split, pairRows[effort], seed)
  const training = subject.cells(subject.sample('train', trainingRows, seed))
  const [first, second] = [placesOf(training.columns, x), placesOf(training.columns, y)]
  const { grids, means, counts } = pairDependence(subject.model, subject.cells(rows), training, {
    x: first,
    y: second,
    rows: rows.length,
    onProgress,
  })
  return {
    split,
    x: { name: x, grid: grids.x },
    y: { name: y, grid: grids.y },
    classes: subject.classes,
    means: means.map(finiteOrNull),
    counts,
    rows: rows.length,
    ofRows: subject.rows[split].length,
  }
}

/** Free text has no values to be set one after the other. */
function isAskedFor({ kind }: TableColumn): boolean {
  return kind !== 'text'
}

/** Errors: `usage` where the model takes no such column, or there is nothing to vary. */
function placesOf(columns: readonly TableColumn[], name: string): { at: number; grid: Grid; seen: TableColumn } {
  const at = columns.findIndex((column) => column.name === name)
  const seen = columns[at]
  if (seen === undefined || !isAskedFor(seen)) {
    throw new DescentError('usage', `The model takes no column “${name}” that could be varied.`, {
      hint: 'Choose one of its numbers, dates or categories.',
      where: { column: name },
    })
  }
  const grid = gridOf(seen)
  if (gridLength(grid) > 0) return { at, grid, seen }
  throw new DescentError('usage', `“${name}” has no value in any training row.`, {
    hint: 'Choose another column.',
    where: { column: name },
  })
}

function distributionOf(column: TableColumn, grid: Grid): DependenceReport['distribution'] {
  if (isNumericColumn(column)) return histogramOf(column.values, bins)
  if (grid.kind !== 'category') return null
  const counts = levelCounts(column)
  return { counts: grid.levels.map((level) => counts[column.levels.indexOf(level)] ?? 0) }
}

function finiteOrNull(values: readonly number[]): (number | null)[] {
  return values.map((value) => (Number.isFinite(value) ? value : null))
}
