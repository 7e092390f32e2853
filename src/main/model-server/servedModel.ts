import type { ColumnKind } from '../../shared/datasets.ts'
import type { RowsPrediction } from '../../shared/predictions.ts'
import type { Task } from '../../shared/recipes.ts'

/** A raw column that the model takes, with what was seen of it in training. */
export interface ServedInput {
  name: string
  kind: ColumnKind
  min: number | null
  max: number | null
  /** Most frequent first. */
  levels: readonly string[] | null
}

/** A model as the server knows it, be it a run of a project or an exported file. */
export interface ServedModel {
  name: string
  task: Task
  target: string
  inputs: readonly ServedInput[]
  /** Names of what stands beside a prediction. */
  details: readonly string[]
  /** Rows by column name, as texts: numbers like 1234.5, dates in ISO order; '' is missing. */
  predict(rows: readonly Readonly<Record<string, string>>[]): Promise<RowsPrediction>
}

/** The greatest number of float32, in which the network works. */
export const greatestNumber = 3.4028234663852886e38

/** Rows of one request at most. */
export const mostRows = 10_000
