import { explainedColumns } from '../../../core/explain/explainedColumns.ts'
import { exactShapley, sampledShapley } from '../../../core/explain/shapley.ts'
import { progressOfPart, type OnProgress } from '../../../core/progress.ts'
import { isNumericColumn, type TableColumn } from '../../../core/table.ts'
import { DescentError } from '../../../shared/errors.ts'
import type { Effort, OverallQuestion, OverallReport } from '../../../shared/explain.ts'
import { gameOf } from './games.ts'
import { isAffordable, requireOutput } from './row.ts'
import { cellText, type Subject } from './subject.ts'

const efforts: Record<Effort, { rows: number; background: number }> = {
  quick: { rows: 50, background: 25 },
  usual: { rows: 200, background: 50 },
  careful: { rows: 1000, background: 100 },
}
/** Predictions a row up to which every coalition is asked. */
const mostExact = 5000
const ninetyFivePercent = 1.959963984540054

/** What each column adds to the predictions of many rows. */
export function overallReport(
  subject: Subject,
  { split, output: wanted, effort, seed }: OverallQuestion,
  onProgress: OnProgress,
): OverallReport {
  const { model, classes } = subject
  const output = requireOutput(wanted ?? model.width - 1, model.width)
  const background = subject.sample('train', efforts[effort].background, seed)
  // Beside the background, lest rows be explained by themselves.
  const rows = subject.sample(split, efforts[effort].rows, seed + 1)
  const count = background.length
  const cells = subject.cells(Uint32Array.of(...background, ...rows))
  const players = explainedColumns(subject.fitted)
  const exact = isAffordable(players.length, count, mostExact)
  const found = Array.from(rows, (row, at) => {
    const ofRow = progressOfPart(onProgress, at / rows.length, (at + 1) / rows.length)
    ofRow(0)
    const game = gameOf(model, cells, { players, background: count, row: count + at, output })
    const values = exact ? exactShapley(game) : sampledShapley(game, { pairs: count, seed: seed + at })
    return { row, at, ...values }
  }).filter(({ base }) => Number.isFinite(base))
  if (found.length === 0) {
    throw new DescentError('usage', 'No row can be explained: the preparation leaves mixed rows out.', {
      hint: 'Fill gaps by a step of the preparation rather than leaving rows out.',
    })
  }
  return {
    split,
    classes,
    output,
    base: meanOf(found.map(({ base }) => base)),
    rows: found.map(({ row }) => row),
    ofRows: subject.rows[split].length,
    background: count,
    exact,
    asked: found.reduce((sum, { asked }) => sum + asked, 0),
    columns: players
      .map(({ name }, player) => {
        const contributions = found.map(({ values }) => values[player] ?? NaN)
        const sizes = contributions.map(Math.abs)
        const size = meanOf(sizes)
        const half = ninetyFivePercent * Math.sqrt(varianceOf(sizes) / sizes.length)
        const column = cells.columns.find((other) => other.name === name)
        return {
          name,
          kind: column?.kind ?? ('number' as const),
          size,
          interval: { low: Math.max(0, size - half), high: size + half },
          error: meanOf(found.map(({ errors }) => errors[player] ?? NaN)),
          contributions,
          places: found.map(({ at }) => (column === undefined ? null : placeOf(column, count + at))),
          values: found.map(({ at }) => (column === undefined ? '' : cellText(column, count + at))),
        }
      })
      .toSorted((a, b) => b.size - a.size),
  }
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function varianceOf(values: readonly number[]): number {
  const mean = meanOf(values)
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length - 1)
}

/** The share of a column's values that are below one of them; of equal ones half. */
function placeOf(column: TableColumn, row: number): number | null {
  if (!isNumericColumn(column)) return null
  const value = column.values[row] ?? NaN
  if (Number.isNaN(value)) return null
  let [below, equal, all] = [0, 0, 0]
  for (const other of column.values) {
    if (Number.isNaN(other)) continue
    all++
    if (other < value) below++
    else if (other === value) equal++
  }
  return (below + equal / 2) / all
}
