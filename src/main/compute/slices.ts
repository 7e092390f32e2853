import type { RowOutcomes } from '../../core/rows/outcomes.ts'
import { slicesByColumn } from '../../core/rows/slices/byColumn.ts'
import { cutRows, type Cut } from '../../core/rows/slices/cut.ts'
import { rowMeasures } from '../../core/rows/slices/measure.ts'
import { worstSlices } from '../../core/rows/slices/worst.ts'
import type { TableColumn } from '../../core/table.ts'
import type { ColumnSlices, SliceMetric, WorstSlices } from '../../shared/slices.ts'
import type { RowsBehindMarks, SeenSplit } from './rowsBehind.ts'

/** Levels that are listed of a column, and such that are searched, where two columns are looked at together. */
const LISTED_LEVELS = 60
const LISTED_OF_TWO = 12
const SEARCHED_LEVELS = 12
/** Searches that are under way at once. */
const KEPT = 2

export interface SliceSearch {
  /** Stands for the whole search. */
  of: string
  seen: SeenSplit
}

/** Cuts a split by columns; a search is given one column after the other, so that it holds a byte of each row of it. */
export class Slices {
  readonly #marks: RowsBehindMarks
  readonly #cuts = new Map<string, Cut[]>()

  constructor(marks: RowsBehindMarks) {
    this.#marks = marks
  }

  byColumn(
    { seen, columns, metric }: { seen: SeenSplit; columns: TableColumn[]; metric: SliceMetric },
    onProgress: (fraction: number) => void,
  ): ColumnSlices {
    const outcomes = this.#marks.outcomes(seen)
    const most = columns.length === 1 ? LISTED_LEVELS : LISTED_OF_TWO
    const cuts = columns.map((column) => cutRows(column, outcomes.rows, most))
    const { target } = seen.model.fitted
    const isScore = target.task === 'classification' && target.scores === true
    onProgress(0.1)
    return slicesByColumn(outcomes, cuts, metric, isScore ? 'scores' : 'probabilities', onProgress)
  }

  add({ of, seen, isFirst, column }: SliceSearch & { isFirst: boolean; column: TableColumn }): null {
    const { rows }: RowOutcomes = this.#marks.outcomes(seen)
    if (isFirst) this.#cuts.delete(of)
    const cuts = this.#cuts.get(of) ?? []
    cuts.push(cutRows(column, rows, SEARCHED_LEVELS))
    this.#cuts.set(of, cuts)
    for (const oldest of this.#cuts.keys()) if (this.#cuts.size > KEPT) this.#cuts.delete(oldest)
    return null
  }

  /** Null where not all of the columns were added, because the thread was ended meanwhile or had too many searches. */
  finish(
    { of, seen, columns, metric }: SliceSearch & { columns: number; metric: SliceMetric },
    onProgress: (fraction: number) => void,
  ): WorstSlices | null {
    const cuts = this.#cuts.get(of) ?? []
    this.#cuts.delete(of)
    if (cuts.length !== columns) return null
    return worstSlices(cuts, rowMeasures(this.#marks.outcomes(seen), metric), metric, onProgress)
  }
}
