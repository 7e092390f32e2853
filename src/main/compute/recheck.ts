import { createOddCells } from '../../core/rows/recheck/oddCells.ts'
import { doubts, type Doubt } from '../../core/rows/recheck/suspects.ts'
import { addEpoch, emptyTrace, type Trace } from '../../core/rows/recheck/trace.ts'
import { outcomeAt } from '../../core/rows/outcomes.ts'
import type { OddCell } from '../../shared/recheck.ts'
import type { RowOutcome } from '../../shared/evaluatedRows.ts'
import type { Engine } from '../training/native.ts'
import { outcomesOf, type RowsBehindMarks, type SeenSplit } from './rowsBehind.ts'

export type FoundSuspect = RowOutcome & Omit<Doubt, 'place' | 'doubtful'> & { odd: OddCell | null }

export interface FoundSuspects {
  rows: number
  likely: number
  suspects: FoundSuspect[]
}

export interface RecheckEnd {
  of: string
  /** How many were to be added. */
  epochs: number
  /** Through the best weights. */
  seen: SeenSplit
  /** Rows that are listed. */
  most: number
}

/** Works that are under way at once. */
const KEPT = 2

/** Adds up what the weights of several epochs say of the rows of a split. */
export class Rechecks {
  readonly #native: () => Engine
  readonly #marks: RowsBehindMarks
  readonly #traces = new Map<string, Trace>()

  constructor(native: () => Engine, marks: RowsBehindMarks) {
    this.#native = native
    this.#marks = marks
  }

  /** @param of stands for the whole work */
  add({ of, isFirst, seen }: { of: string; isFirst: boolean; seen: SeenSplit }): null {
    const outcomes = outcomesOf(this.#native(), seen)
    if (isFirst) this.#traces.delete(of)
    const trace = this.#traces.get(of) ?? emptyTrace(outcomes)
    this.#traces.set(of, trace)
    for (const oldest of this.#traces.keys()) if (this.#traces.size > KEPT) this.#traces.delete(oldest)
    const { target } = seen.model.fitted
    const isScore = target.task === 'classification' && target.scores === true
    addEpoch(trace, outcomes, isScore ? 'scores' : 'probabilities')
    return null
  }

  /** Null where not all of the epochs were added, because the thread was ended meanwhile or had too many works. */
  finish({ of, epochs, seen, most }: RecheckEnd): FoundSuspects | null {
    const trace = this.#traces.get(of)
    this.#traces.delete(of)
    if (trace?.epochs !== epochs) return null
    const outcomes = this.#marks.outcomes(seen)
    const { likely, listed } = doubts(outcomes, trace, most)
    const odd = createOddCells(seen.table.columns, outcomes.rows)
    return {
      rows: outcomes.rows.length,
      likely,
      suspects: listed.flatMap(({ place, doubtful, ...doubt }) => {
        const outcome = outcomeAt(outcomes, place)
        const cell = odd.ofRow(outcome.row)
        return doubtful || cell !== null ? [{ ...outcome, ...doubt, odd: cell }] : []
      }),
    }
  }
}
