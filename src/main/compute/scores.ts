import { fitBaseline } from '../../core/metrics/baseline.ts'
import { curvesOfClass, type ClassRows } from '../../core/metrics/curves/ofClass.ts'
import { residualsByColumn } from '../../core/metrics/residuals.ts'
import { bootstrapClassification, bootstrapRegression } from '../../core/metrics/scores/bootstrap.ts'
import { classifiedRows, numbersOf, scoresOf, scoreTable } from '../../core/metrics/scores/scoresOf.ts'
import { actualTargets } from '../../core/recipe/target.ts'
import { withSeries } from '../../core/recipe/windows/derive.ts'
import type { RowOutcomes } from '../../core/rows/outcomes.ts'
import type { TableColumn } from '../../core/table.ts'
import type { ClassCurves, ResidualsByColumn, ScoreIntervals, Scores, ScoreTable } from '../../shared/scores.ts'
import type { Engine } from '../training/native.ts'
import { outcomesOf, type SeenSplit } from './rowsBehind.ts'

/** Of the bootstrap: the same rows give the same intervals. */
const SEED = 0

/** Splits whose outcomes are kept: the one looked at, and the validation rows that thresholds are chosen by. */
const KEPT = 2

/** Scores, intervals and curves of models over splits. What a model says of a split is worked out once. */
export class ScoreBook {
  readonly #native: () => Engine
  readonly #outcomes = new Map<string, RowOutcomes>()

  constructor(native: () => Engine) {
    this.#native = native
  }

  scores({ run, firstRow, ...seen }: ScoresQuestion): Scores {
    const { fitted } = seen.model
    const table = withSeries(seen.table, fitted.recipe, 'none')
    const baseline = fitBaseline(fitted, actualTargets(table, fitted, seen.data.rows.train))
    return scoresOf({ ...this.#seen(seen), run, firstRow, split: seen.split, fitted, baseline })
  }

  /** The scores alone, by name. */
  table(seen: SeenSplit): ScoreTable {
    return scoreTable(seen.model.fitted, this.#seen(seen))
  }

  intervals(seen: SeenSplit, onProgress: (fraction: number) => void): ScoreIntervals {
    const { fitted } = seen.model
    const rows = this.#seen(seen)
    const settings = { seed: SEED, onProgress }
    return fitted.target.task === 'regression'
      ? bootstrapRegression(rows.actual, rows.predicted, settings)
      : bootstrapClassification(classifiedRows(fitted, rows), settings)
  }

  /** null where a number of the model is NaN. */
  curves({ seen, validation, subject }: CurvesQuestion): ClassCurves | null {
    const { target } = seen.model.fitted
    const judged = validation === null ? null : classRows(this.#seen(validation))
    return curvesOfClass(classRows(this.#seen(seen)), judged, subject, numbersOf(target))
  }

  residuals({ seen, column }: ResidualsQuestion): ResidualsByColumn {
    const { rows, actual, predicted } = this.#seen(seen)
    const errors = actual.map((value, place) => value - (predicted[place] ?? NaN))
    return residualsByColumn(rows, errors, column)
  }

  /** The one used last stands last. */
  #seen(seen: SeenSplit): RowOutcomes {
    const found = this.#outcomes.get(seen.key) ?? outcomesOf(this.#native(), seen)
    this.#outcomes.delete(seen.key)
    this.#outcomes.set(seen.key, found)
    for (const oldest of this.#outcomes.keys()) {
      if (this.#outcomes.size <= KEPT) break
      this.#outcomes.delete(oldest)
    }
    return found
  }
}

export interface ScoresQuestion extends SeenSplit {
  run: string
  /** As `scoresSchema` has it. */
  firstRow: number
}

export interface CurvesQuestion {
  seen: SeenSplit
  /** The validation rows; null where there are none. */
  validation: SeenSplit | null
  /** Index of the class. */
  subject: number
}

export interface ResidualsQuestion {
  seen: SeenSplit
  column: TableColumn
}

function classRows({ actual, probabilities, classes }: RowOutcomes): ClassRows {
  return { actual, probabilities: probabilities ?? new Float64Array(0), classes }
}
