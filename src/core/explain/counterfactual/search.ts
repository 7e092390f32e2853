import type { OnProgress } from '../../progress.ts'
import { isNumericColumn } from '../../table.ts'
import { withNumbers, type Cells } from '../cells.ts'
import type { ExplainedModel } from '../explainedModel.ts'
import { costOf, roundedTo, type Candidates, type ChangeableColumn } from './candidates.ts'
import { isMet, missedBy, type Goal } from './goal.ts'

/** Partly changed rows that are changed further. */
const beamWidth = 30
/** Of those, with the same columns changed. */
const alike = 3

/** One column of a row that was changed, by the place of its new value among the cells of that column. */
export interface CellChange {
  column: ChangeableColumn
  to: number
}

export interface ChangedRow {
  changes: CellChange[]
  cost: number
  /** Probabilities of the classes, or one number. */
  prediction: number[]
}

export interface FoundChanges {
  /** Rows that meet the goal, each with other columns changed; those with the fewest first, then the smallest. */
  answers: ChangedRow[]
  /** The changed row that came nearest, where none meets it. */
  nearest: ChangedRow | null
  /** The candidates' cells, with refined values behind. */
  cells: Cells
  /** Predictions made. */
  asked: number
}

export interface SearchLimits {
  /** Columns changed at once, at most. */
  mostChanges: number
  mostAnswers: number
  onProgress?: OnProgress
}

/**
 * The smallest changes of a row that make its prediction meet a goal: first one column, then two, and so on, by a beam search
 * over plausible values. Columns that alone suffice are not changed further, a change that is not needed is taken back, and
 * numbers are moved as little as the goal allows.
 */
export function searchChanges(
  model: ExplainedModel,
  { cells: tried, columns }: Candidates,
  goal: Goal,
  { mostChanges, mostAnswers, onProgress = () => {} }: SearchLimits,
): FoundChanges {
  const search = new Search(model, tried, goal)
  const solved: CellChange[][] = []
  let answers: ChangedRow[] = []
  let beam: ChangedRow[] = [{ changes: [], cost: 0, prediction: [] }]
  let nearest: ChangedRow | null = null
  for (let size = 1; size <= Math.min(mostChanges, columns.length); size++) {
    onProgress((size - 1) / mostChanges)
    const rows = search.evaluated(extended(beam, columns, solved))
    const met = rows.filter(({ prediction }) => isMet(goal, prediction))
    for (const row of cheapestOfEach(met)) {
      const smallest = search.smaller(row)
      if (solved.some((known) => sameColumns(known, smallest.changes))) continue
      solved.push(smallest.changes)
      answers.push(smallest)
    }
    const open = rows
      .filter(({ prediction }) => !isMet(goal, prediction))
      .toSorted((a, b) => missedBy(goal, a.prediction) - missedBy(goal, b.prediction) || a.cost - b.cost)
    const [best] = open
    if (best !== undefined && missedBy(goal, best.prediction) < missedBy(goal, nearest?.prediction ?? [])) {
      nearest = best
    }
    if (answers.length >= mostAnswers) break
    beam = varied(open)
  }
  answers = answers.toSorted((a, b) => a.changes.length - b.changes.length || a.cost - b.cost).slice(0, mostAnswers)
  onProgress(1)
  return { answers, nearest: answers.length === 0 ? nearest : null, cells: search.cells, asked: search.asked }
}

class Search {
  cells: Cells
  asked = 0
  readonly #model: ExplainedModel
  readonly #goal: Goal

  constructor(model: ExplainedModel, cells: Cells, goal: Goal) {
    this.#model = model
    this.cells = cells
    this.#goal = goal
  }

  evaluated(rows: readonly CellChange[][]): ChangedRow[] {
    const picks = this.cells.columns.map(() => new Uint32Array(rows.length))
    for (const [row, changes] of rows.entries()) {
      for (const { column, to } of changes) picks[column.at]?.fill(to, row, row + 1)
    }
    this.asked += rows.length
    const { width } = this.#model
    const predictions = this.#model.predictions(this.cells, picks, rows.length)
    return rows.map((changes, row) => ({
      changes,
      cost: changes.reduce((sum, change) => sum + this.#costOf(change), 0),
      prediction: Array.from(predictions.subarray(row * width, (row + 1) * width)),
    }))
  }

  /** The same with changes taken back that are not needed, and numbers nearer to their own. */
  smaller(row: ChangedRow): ChangedRow {
    let best = row
    for (const change of row.changes) {
      if (best.changes.length === 1) break
      const [without] = this.evaluated([best.changes.filter((other) => other !== change)])
      if (without !== undefined && isMet(this.#goal, without.prediction)) best = without
    }
    for (const { column } of best.changes) best = this.#nearer(best, column)
    return best
  }

  /** By bisection between the row's own number and the changed one, in the column's own steps. */
  #nearer(row: ChangedRow, column: ChangeableColumn): ChangedRow {
    const change = row.changes.find((other) => other.column === column)
    if (column.numeric === null || change === undefined) return row
    const own = this.#numberAt(column, 0)
    const { unit } = column.numeric
    let best = row
    let near = own
    let far = this.#numberAt(column, change.to)
    while (Math.abs(far - near) > 1.5 * unit) {
      const middle = roundedTo((near + far) / 2, unit)
      if (middle === near || middle === far) break
      const to = this.#add(column, middle)
      const changes = best.changes.map((other) => (other.column === column ? { column, to } : other))
      const [moved] = this.evaluated([changes])
      if (moved !== undefined && isMet(this.#goal, moved.prediction)) {
        best = moved
        far = middle
      } else {
        near = middle
      }
    }
    return best
  }

  #add({ at }: ChangeableColumn, value: number): number {
    const column = this.cells.columns[at]
    const place = column !== undefined && isNumericColumn(column) ? column.values.length : 0
    this.cells = withNumbers(this.cells, at, [value])
    return place
  }

  #numberAt({ at }: ChangeableColumn, place: number): number {
    const column = this.cells.columns[at]
    return column !== undefined && isNumericColumn(column) ? (column.values[place] ?? NaN) : NaN
  }

  #costOf({ column, to }: CellChange): number {
    return costOf(column, this.#numberAt(column, 0), this.#numberAt(column, to))
  }
}

/** Rows with each value of each further column; not with all the columns that suffice already. */
function extended(
  beam: readonly ChangedRow[],
  columns: readonly ChangeableColumn[],
  solved: readonly (readonly CellChange[])[],
): CellChange[][] {
  const known = new Set<string>()
  return beam.flatMap(({ changes }) =>
    columns.flatMap((column) => {
      const changed = new Set([...changes.map((change) => change.column), column])
      if (changed.size === changes.length) return []
      if (solved.some((those) => those.every((change) => changed.has(change.column)))) return []
      const rows = Array.from({ length: column.tried }, (_, i) => [...changes, { column, to: i + 1 }])
      return rows.filter((row) => {
        const key = row
          .map((change) => `${change.column.at}:${change.to}`)
          .toSorted()
          .join(' ')
        if (known.has(key)) return false
        known.add(key)
        return true
      })
    }),
  )
}

function keyOf(changes: readonly CellChange[]): string {
  return changes
    .map(({ column }) => column.at)
    .toSorted((a, b) => a - b)
    .join(' ')
}

function sameColumns(a: readonly CellChange[], b: readonly CellChange[]): boolean {
  return keyOf(a) === keyOf(b)
}

/** Of the rows with the same columns changed the cheapest, from the cheapest on. */
function cheapestOfEach(rows: readonly ChangedRow[]): ChangedRow[] {
  const best = new Map<string, ChangedRow>()
  for (const row of rows.toSorted((a, b) => a.cost - b.cost)) {
    const key = keyOf(row.changes)
    if (!best.has(key)) best.set(key, row)
  }
  return [...best.values()]
}

/** The first rows, not too many with the same columns changed. */
function varied(rows: readonly ChangedRow[]): ChangedRow[] {
  const counts = new Map<string, number>()
  const chosen: ChangedRow[] = []
  for (const row of rows) {
    const key = keyOf(row.changes)
    const count = counts.get(key) ?? 0
    if (count >= alike || chosen.length >= beamWidth || row.prediction.some(Number.isNaN)) continue
    counts.set(key, count + 1)
    chosen.push(row)
  }
  return chosen
}
