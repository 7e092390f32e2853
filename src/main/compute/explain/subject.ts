import { cellsOf, type Cells } from '../../../core/explain/cells.ts'
import { explainedModel, predictedNumbers, type ExplainedModel } from '../../../core/explain/explainedModel.ts'
import { formatDate } from '../../../core/formatDate.ts'
import type { EngineSpec } from '../../../core/network/engine.ts'
import { createRandom, shuffle } from '../../../core/random.ts'
import { actualTargets } from '../../../core/recipe/target.ts'
import { withSeries } from '../../../core/recipe/windows/derive.ts'
import { isNumericColumn, type Table, type TableColumn } from '../../../core/table.ts'
import { DescentError } from '../../../shared/errors.ts'
import type { SplitName } from '../../../shared/recipes.ts'
import type { Engine } from '../../training/native.ts'
import { predictOutputs } from '../outputs.ts'
import type { Model } from '../protocol.ts'

/** A model with the table that it was trained on, and which of its rows are of which split. */
export interface ExplainedRun {
  model: Model
  table: Table
  rows: Record<SplitName, Uint32Array>
}

/** What explanations ask a model through: raw values in, predictions out. */
export class Subject {
  readonly model: ExplainedModel
  readonly spec: EngineSpec
  /** Null for numbers. */
  readonly classes: string[] | null
  readonly rows: Record<SplitName, Uint32Array>
  readonly #run: ExplainedRun
  readonly #table: Table
  readonly #names: string[]

  constructor(engine: Engine, run: ExplainedRun) {
    const { fitted } = run.model
    this.#run = run
    this.rows = run.rows
    // As its rows were prepared: with windows, and with the gaps filled that series fill.
    this.#table = withSeries(run.table, fitted.recipe, run.rows)
    this.#names = fitted.rawInputs.map(({ name }) => name)
    this.spec = JSON.parse(run.model.spec) as EngineSpec
    this.model = explainedModel(fitted, this.spec, (inputs) => predictOutputs(engine, run.model, inputs))
    this.classes = fitted.target.task === 'classification' ? fitted.target.classes : null
  }

  get fitted() {
    return this.#run.model.fitted
  }

  get weights() {
    return this.#run.model.weights
  }

  /** Rows of a split, of many some, by the seed; ascending. */
  sample(split: SplitName, most: number, seed: number): Uint32Array {
    const all = this.rows[split]
    if (all.length <= most) return all
    const order = all.slice()
    shuffle(order, createRandom(seed))
    return order.slice(0, most).sort()
  }

  /** The model's raw inputs of some rows. */
  cells(rows: Uint32Array): Cells {
    return cellsOf(this.#table, this.#names, rows)
  }

  actual(rows: Uint32Array): Float64Array {
    const { recipe } = this.fitted
    return actualTargets(withSeries(this.#run.table, recipe, 'none'), this.fitted, rows)
  }

  /** Errors: `usage` where the table has no such row, or the recipe leaves it out. */
  requireRow(row: number): { cells: Cells; prediction: Float64Array } {
    if (row >= this.#table.rows) {
      throw new DescentError('usage', `There is no row ${row + 1}: the table has ${this.#table.rows}.`, {
        hint: 'Choose another row.',
      })
    }
    const cells = this.cells(Uint32Array.of(row))
    const prediction = this.predictedOf(cells, 1)
    if (!prediction.some(Number.isNaN)) return { cells, prediction }
    throw new DescentError('usage', `Row ${row + 1} has no prediction: the preparation leaves it out.`, {
      hint: 'Choose another row, or fill the gap in it by a step of the preparation.',
    })
  }

  /** Of so many rows as they stand. */
  predictedOf(cells: Cells, rows: number): Float64Array {
    const asTheyAre = Uint32Array.from({ length: rows }, (_, row) => row)
    return this.model.predictions(
      cells,
      cells.columns.map(() => asTheyAre),
      rows,
    )
  }

  /** The network's outputs in the terms of the target. */
  decoded(outputs: Float32Array): Float64Array {
    return predictedNumbers(this.fitted, outputs)
  }
}

/** A cell as What-if takes it: numbers like 1234.5, dates in ISO order, a missing value as no text. */
export function cellText(column: TableColumn, row: number): string {
  if (!isNumericColumn(column)) return column.levels[column.codes[row] ?? -1] ?? ''
  const value = column.values[row] ?? NaN
  if (Number.isNaN(value)) return ''
  return column.kind === 'date' ? formatDate(value) : String(value)
}

/** The index of the greatest number, the first of several. */
export function greatestAt(values: ArrayLike<number>): number {
  let best = 0
  for (let i = 1; i < values.length; i++) if ((values[i] ?? NaN) > (values[best] ?? NaN)) best = i
  return best
}
