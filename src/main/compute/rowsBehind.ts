import { placesBehind } from '../../core/rows/behind.ts'
import { inOrder } from '../../core/rows/order.ts'
import { outcomeAt, rowOutcomes, type RowOutcomes } from '../../core/rows/outcomes.ts'
import { withSeries } from '../../core/recipe/windows/derive.ts'
import { actualTargets } from '../../core/recipe/target.ts'
import type { RowOrder, RowOutcome } from '../../shared/evaluatedRows.ts'
import type { RowsBehind } from '../../shared/evaluation.ts'
import type { SplitName } from '../../shared/recipes.ts'
import type { Table, TableColumn } from '../../core/table.ts'
import type { Engine } from '../training/native.ts'
import { cellText } from './explain/subject.ts'
import { predictOutputs } from './outputs.ts'
import type { Model, PreparedData } from './protocol.ts'

/** A model with the split of the data that it is looked at on. */
export interface SeenSplit {
  /** Stands for the model, the data and the split: the same key, the same outcomes. */
  key: string
  model: Model
  data: PreparedData
  table: Table
  split: SplitName
}

export interface RowsQuestion extends SeenSplit {
  behind: RowsBehind
  /** Those of the table that `behind` looks at, where there are such. */
  columns: TableColumn[]
  order: RowOrder
  offset: number
  limit: number
}

export interface RowsFound {
  total: number
  /** With what the model is given of each, by raw column. */
  rows: (RowOutcome & { values: Record<string, string> })[]
}

/** Models whose outcomes are kept, and orders of rows. */
const KEPT_OUTCOMES = 2
const KEPT_ORDERS = 4

/** Answers which rows stand behind marks. What a model says of a split is worked out once, and so is an order. */
export class RowsBehindMarks {
  readonly #native: () => Engine
  readonly #outcomes = new Map<string, RowOutcomes>()
  readonly #orders = new Map<string, Uint32Array>()

  constructor(native: () => Engine) {
    this.#native = native
  }

  outcomes(seen: SeenSplit): RowOutcomes {
    return kept(this.#outcomes, seen.key, KEPT_OUTCOMES, () => outcomesOf(this.#native(), seen))
  }

  find(question: RowsQuestion): RowsFound {
    const { key, behind, order, offset, limit, columns } = question
    const outcomes = this.outcomes(question)
    const columnOf = (name: string) => columns.find((column) => column.name === name)
    const places = kept(this.#orders, JSON.stringify([key, behind, order]), KEPT_ORDERS, () =>
      inOrder(outcomes, placesBehind(outcomes, behind, columnOf), order),
    )
    const page = places.subarray(offset, offset + limit)
    const given = new Set(question.model.fitted.rawInputs.map(({ name }) => name))
    const inputs = question.table.columns.filter(({ name }) => given.has(name))
    const valuesOf = (row: number) => Object.fromEntries(inputs.map((column) => [column.name, cellText(column, row)]))
    return {
      total: places.length,
      rows: Array.from(page, (place) => {
        const outcome = outcomeAt(outcomes, place)
        return { ...outcome, values: valuesOf(outcome.row) }
      }),
    }
  }
}

/** What a model says of every row of a split whose target is known. */
export function outcomesOf(engine: Engine, { model, data, table: raw, split }: Omit<SeenSplit, 'key'>): RowOutcomes {
  const { fitted } = model
  const table = withSeries(raw, fitted.recipe, 'none')
  const rows = data.rows[split]
  return rowOutcomes(
    fitted,
    rows,
    actualTargets(table, fitted, rows),
    predictOutputs(engine, model, data.inputs[split]),
  )
}

/** The one used last stands last. */
function kept<V>(known: Map<string, V>, key: string, most: number, make: () => V): V {
  const found = known.get(key) ?? make()
  known.delete(key)
  known.set(key, found)
  for (const oldest of known.keys()) {
    if (known.size <= most) break
    known.delete(oldest)
  }
  return found
}
