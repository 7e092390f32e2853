import type { OnnxSchema } from '../../core/export/onnx/metadata.ts'
import type { Provenance } from '../../core/export/program/provenance.ts'
import type { Verdict } from '../../core/comparison/verdict.ts'
import type { RowMetric } from '../../core/metrics/rowScores.ts'
import type { ApartReference } from '../../core/passport/apart.ts'
import type { RowFlags, UnitTally } from '../../core/passport/rowFlags.ts'
import type { ColumnSource } from '../../core/recipe/fit.ts'
import type { NetworkNeeds } from '../../core/recipe/needs.ts'
import type { Table, TableColumn } from '../../core/table.ts'
import type { Importance } from '../../core/search/importance.ts'
import type { ColumnKind, ColumnReading } from '../../shared/datasets.ts'
import type { ConformalChoice, ConformalReport, ConformalRule, FittedTemperature } from '../../shared/calibration.ts'
import type { Evaluation } from '../../shared/evaluation.ts'
import type { NearestReport, PredictionGap, ReadOtherwise, TakenRow } from '../../shared/predictions.ts'
import type { GradientCheck, StepView, UnitView } from '../../shared/workedSteps.ts'
import type { ExportRefusal } from '../../shared/exports.ts'
import type { SheetRows, Texts } from '../datasets/native.ts'
import type { BesidePlan } from './beside.ts'
import type { CheckedRows, WrittenFormat } from './exports/exporting.ts'
import type { ExplainOperations } from './explain/answer.ts'
import type { LabelledRows, NetworkState } from '../training/insight.ts'
import type { FoundSuspects, RecheckEnd } from './recheck.ts'
import type { RowsFound, RowsQuestion, SeenSplit } from './rowsBehind.ts'
import type { CurvesQuestion, ResidualsQuestion, ScoresQuestion } from './scores.ts'
import type { ClassCurves, ResidualsByColumn, ScoreIntervals, Scores, ScoreTable } from '../../shared/scores.ts'
import type { SliceSearch } from './slices.ts'
import type { ColumnSlices, SliceMetric, WorstSlices } from '../../shared/slices.ts'
import type { SearchSettings, SearchSpace, Trial } from '../../shared/search.ts'
import type { PlannedStudy, PlannedTrial } from '../studies/trialPlan.ts'
import type { HolidayPlace } from '../../shared/recipes/dates.ts'
import type { FittedRecipe, Look, Recipe, RecipePreview, SplitName, TargetReport, Task } from '../../shared/recipes.ts'

/** A dataset seen through its fitted recipe, in shared memory: what a training takes and an evaluation needs. */
export interface PreparedData {
  fitted: FittedRecipe
  /** Row numbers of the table, by split. */
  rows: Record<SplitName, Uint32Array>
  /** Row-major, rows × inputs. */
  inputs: Record<SplitName, Float32Array>
  /** As the engine takes them: one value a row (class index, 0/1, or the target as it is learnt). */
  targets: Record<SplitName, Float32Array>
  /** How much each row counts in the loss; null where all count the same. */
  weights: Record<SplitName, Float32Array> | null
  /**
   * The training rows as the network learns from them, where that is not how they are measured: with encodings fitted
   * without them, or some of them several times or never.
   */
  learned: LearnedRows | null
}

/** What the engine learns from. */
export interface LearnedRows {
  /** Row-major, rows × inputs. */
  inputs: Float32Array
  targets: Float32Array
  weights: Float32Array | null
}

/** A trained network with its preparation. */
export interface Model {
  fitted: FittedRecipe
  /** The engine's JSON. */
  spec: string
  /** Flat, as the engine takes them. */
  weights: Float32Array
}

/** What a model scores on the rows of a split, in their order. */
export interface RowMeasures {
  /** What the metric follows from by its mean. */
  values: Float64Array
  /** The target as it is in the table: numbers, or codes of classes. */
  actual: Float64Array
}

/** A batch of rows of a foreign file, as text. */
/** How columns of a file are read, by name. */
export type Readings = Readonly<Record<string, ColumnReading>>

export interface PredictionBatch {
  model: Model
  /** Columns of the file by name; a column of the model that is not among them is missing in every row. */
  columns: { name: string; texts: Texts }[]
  rows: number
  /** Of the file's rows before, which its first ones settled. */
  readings?: Readings
  /** Makes intervals or sets of the predictions. */
  rule?: ConformalRule | null
  /** Whether each row is to say what is unlike training in it. */
  flagged?: boolean
  /** Of flagged rows: what they are compared with as a whole. */
  reference?: ApartReference | null
}

/** Rows of a file to be predicted as columns. */
export interface FileBatch extends Pick<PredictionBatch, 'columns' | 'rows' | 'readings'> {
  plan: BesidePlan
}

export interface ColumnNotes {
  column: string
  /** Rows of the batch, ascending. */
  unseen: { rows: number; examples: string[] }
  unparsed: { rows: number; examples: string[] }
  outOfRange: { rows: number; examples: string[] }
  readOtherwise: ReadOtherwise[]
}

export interface PredictedBatch {
  /** One text a row: the class, or the number with full precision; '' where the recipe leaves the row out. */
  predictions: string[]
  /** Row-major, rows × `detailNames` of the target, NaN where there is no prediction. */
  details: Float64Array
  /** Row-major, rows × (lower, upper), NaN where there is no prediction; null where no rule was given, or one of sets. */
  intervals: Float64Array | null
  /** Row-major, rows × classes, 1 for each in the set, all 0 where there is no prediction; null where no rule makes sets. */
  sets: Uint8Array | null
  /** Null where they were not asked for. */
  flags: RowFlags | null
  unpredicted: number
  /** Why rows have no prediction, where the model can say it. */
  gaps: PredictionGap[]
  notes: ColumnNotes[]
  readings: Readings
  /** Columns derived over series, and how many rows have fewer rows before them than the window takes. */
  incomplete: { column: string; rows: number }[]
}

/** A predicted batch as the columns that it adds to a file. */
export interface PredictedColumns extends Omit<
  PredictedBatch,
  'predictions' | 'details' | 'intervals' | 'sets' | 'flags'
> {
  /** Laid out as `listTexts` reads them. */
  columns: Uint8Array[]
  units: UnitTally[]
  /** Rows that are like no training row; null where that was not asked for or is not known. */
  apart: number | null
}

/** An exported file's predictions beside the studio's own. */
export interface ComparedExport {
  /** That the studio predicts. */
  rows: number
  /** Infinity where the two cannot be compared. */
  largestDifference: number
}

export interface PreviewQuestion {
  /** Stands for the table's content and the recipe: the same key, the same answer but for the looks. */
  key: string
  table: Table
  recipe: Recipe
  looks: Look[]
  /** The table is a sample of one with so many rows. */
  wholeRows?: number
  /** Whether to measure what the features have to do with the target. */
  relations: boolean
}

/** A network between two steps, and the row that it is to be stepped by. */
export interface StepQuestion {
  state: NetworkState
  row: LabelledRows
}

/** What is told of a worked step of one row; the names of what goes in and comes out are the service's. */
export type SteppedRow = Omit<
  StepView,
  'row' | 'split' | 'previous' | 'next' | 'inputNames' | 'outputNames' | 'target' | 'actual'
>

export type ComputeOperations = ExplainOperations & {
  /** Chunks of typed values as one array in shared memory: Float64 for numbers and dates, Int32 codes else. */
  decodeColumn: {
    input: { kind: ColumnKind; rows: number; chunks: Uint8Array<ArrayBuffer>[] }
    output: SharedArrayBuffer
  }
  /** A table with the rows of another one behind, for the test, in shared memory. */
  joinTables: { input: { table: Table; test: Table }; output: Table }
  prepare: {
    input: {
      table: Table
      recipe: Recipe
      sources: Record<string, ColumnSource>
      needs: NetworkNeeds
      /** Of the recipe's cross-validation, counted from 0; absent: the recipe's own training and validation rows. */
      fold?: number | undefined
    }
    output: PreparedData
  }
  preview: { input: PreviewQuestion; output: RecipePreview }
  /** Places whose public holidays are known. */
  holidayPlaces: { input: null; output: HolidayPlace[] }
  /** The target is one of the columns. */
  relations: { input: { table: Table; target: string; task: Task }; output: TargetReport }
  evaluate: {
    /** `splits`: all that have rows, unless said. */
    input: { run: string; model: Model; data: PreparedData; table: Table; splits?: readonly SplitName[] }
    output: Evaluation[]
  }
  /** Every score of a split by one number, and what it is made of. */
  scores: { input: ScoresQuestion; output: Scores }
  /** The scores alone, by name. */
  scoreTable: { input: SeenSplit; output: ScoreTable }
  scoreIntervals: { input: SeenSplit; output: ScoreIntervals }
  /** null where a number of the model is NaN. */
  classCurves: { input: CurvesQuestion; output: ClassCurves | null }
  residuals: { input: ResidualsQuestion; output: ResidualsByColumn }
  /** Rows of a split that stand behind a mark, with what the model says of them. */
  rowsBehind: { input: RowsQuestion; output: RowsFound }
  /** Adds what a model, of one epoch, says of a split to the work that `of` stands for. */
  addRecheckedEpoch: { input: { of: string; isFirst: boolean; seen: SeenSplit }; output: null }
  /** The rows that are worth rechecking by all that was added; null where the work is no longer there. */
  finishRecheck: { input: RecheckEnd; output: FoundSuspects | null }
  slicesByColumn: { input: { seen: SeenSplit; columns: TableColumn[]; metric: SliceMetric }; output: ColumnSlices }
  /** Adds a column to the search for slices that `of` stands for. */
  addSlicedColumn: { input: SliceSearch & { isFirst: boolean; column: TableColumn }; output: null }
  /** The worst slices of all columns that were added; null where the search is no longer there. */
  finishSlices: { input: SliceSearch & { columns: number; metric: SliceMetric }; output: WorstSlices | null }
  /** Works a step of one row; the last one stays for `stepUnit` under its key. */
  workStep: { input: StepQuestion & { key: string; member: number }; output: SteppedRow }
  /** Null where the step is not the last one that was worked. */
  stepUnit: { input: { key: string; member: number; stage: number; unit: number }; output: UnitView | null }
  checkGradient: { input: StepQuestion & { index: number }; output: GradientCheck }
  conformal: {
    input: { model: Model; data: PreparedData; table: Table; choice: ConformalChoice }
    output: ConformalReport
  }
  /** Of the weights that training left; null where the network has no logits or there are no validation rows. */
  fitTemperature: {
    input: { model: Model; data: PreparedData; table: Table }
    output: Omit<FittedTemperature, 'weights'> | null
  }
  measureRows: {
    input: { model: Model; data: PreparedData; table: Table; split: SplitName; metric: RowMetric }
    output: RowMeasures
  }
  /** The rows of both are the same; null where the metric is not defined for them. */
  compareMeasures: { input: { a: RowMeasures; b: RowMeasures; metric: RowMetric }; output: Verdict | null }
  /** The next trial of a search; null where no point is left. */
  planTrial: { input: { study: PlannedStudy; index: number; history: Trial[] }; output: PlannedTrial | null }
  importance: {
    input: { space: SearchSpace; settings: SearchSettings; history: Trial[] }
    output: Importance | null
  }
  predict: { input: PredictionBatch; output: PredictedBatch }
  predictColumns: { input: FileBatch & { model: Model }; output: PredictedColumns }
  /** Columns, laid out as `listTexts` reads them, as records of RFC 4180. */
  csvRecords: { input: { columns: readonly Uint8Array[]; rows: number }; output: Uint8Array }
  /** The rows `from` to `to` (which is not among them) as XML of a sheet, where they are numbered from `first`. */
  sheetRows: {
    input: { columns: readonly Uint8Array[]; from: number; to: number; first: number }
    output: SheetRows
  }
  /** A row of a split as text, by raw column. */
  rowValues: {
    input: { fitted: FittedRecipe; data: PreparedData; table: Table; split: SplitName; index: number }
    output: TakenRow
  }
  /** The training rows that a row given as text is most like. */
  nearest: {
    input: { model: Model; data: PreparedData; table: Table; columns: PredictionBatch['columns'] }
    output: NearestReport
  }
  /** Null where there are too few training rows. */
  apartReference: {
    input: { fitted: FittedRecipe; data: PreparedData; table: Table }
    output: ApartReference | null
  }
  /** Writes the model with its preparation; the first rows are those that the file may carry to be checked by. */
  writeExport: {
    input: CheckedRows & { format: WrittenFormat; path: string; model: Model; provenance: Provenance }
    output: null
  }
  exportRefusals: { input: { model: Model }; output: ExportRefusal[] }
  /** Runs an ONNX file on raw rows and compares it with the studio's own predictions. */
  checkOnnx: {
    input: CheckedRows & { path: string; model: Model }
    output: ComparedExport & { runner: string; runtime: 'onnxruntime' | null }
  }
  /** Reads a safetensors file back, predicts with what it says, and compares. */
  checkSafetensors: { input: CheckedRows & { path: string; model: Model }; output: ComparedExport }
  /** Reads a PMML document back, validates it, predicts with what it says, and compares. */
  checkPmml: { input: CheckedRows & { path: string; model: Model }; output: ComparedExport }
  /** Compares what another model, read back from a file, predicts of the rows. */
  checkModel: { input: CheckedRows & { model: Model; found: Model }; output: ComparedExport }
  /** Writes raw rows for a program to predict, a JSON object a line. */
  writeRows: { input: CheckedRows & { path: string; model: Model }; output: null }
  /** Compares what a program wrote of those rows. */
  compareFound: { input: CheckedRows & { found: string; model: Model }; output: ComparedExport }
  /** Opens an ONNX file that Descent exported; `predictOnnx` uses the one opened last. */
  openOnnx: { input: { path: string }; output: OnnxSchema }
  predictOnnx: {
    input: Omit<PredictionBatch, 'model'>
    output: PredictedBatch
  }
  predictOnnxColumns: { input: FileBatch; output: PredictedColumns }
}

export interface ComputeProgress {
  /** 0…1 */
  fraction: number
}
