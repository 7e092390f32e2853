import type { Dataset } from '../../shared/datasets.ts'
import type { Evaluation } from '../../shared/evaluation.ts'
import type { ImportanceReport } from '../../shared/explain.ts'
import type { FittedRecipe, RecipePreview, SplitName } from '../../shared/recipes.ts'
import type { Run, RunSeries } from '../../shared/runs.ts'
import type { ScoreIntervals, Scores } from '../../shared/scores.ts'

/** A split as the report judges the model by it. */
export interface JudgedSplit {
  split: SplitName
  scores: Scores
  intervals: ScoreIntervals
  evaluation: Evaluation
}

/** Everything that a report says, as it is known of a run. */
export interface ReportFacts {
  run: Run
  dataset: Pick<Dataset, 'name' | 'rows' | 'columns' | 'version' | 'source' | 'findings'>
  fitted: FittedRecipe
  /** What each step did to the whole table; null where it could not be worked out any more, with the reason. */
  preparation: Pick<RecipePreview, 'steps' | 'rows' | 'inputs' | 'findings' | 'classes'>
  /** Of the loss. */
  series: RunSeries
  /** Those that have rows; the honest judge first. */
  splits: readonly JudgedSplit[]
  /** On the first of them; null where there is none. */
  importance: ImportanceReport | null
  /** Of Descent. */
  version: string
  /** When it was written, as ISO 8601. */
  written: string
}
