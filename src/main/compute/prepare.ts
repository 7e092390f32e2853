import { availableMemory } from 'node:process'
import { addEdges } from '../../core/recipe/edges.ts'
import { isCrossFitted, withoutFolds } from '../../core/recipe/expressed.ts'
import type { HolidayCalendar } from '../../core/recipe/dates/holidays.ts'
import { fitRecipe, type ColumnSource } from '../../core/recipe/fit.ts'
import { lackingRows } from '../../core/recipe/lackingRows.ts'
import type { NetworkNeeds } from '../../core/recipe/needs.ts'
import { resampledRows, resamplingOf } from '../../core/recipe/resample.ts'
import { partWeights } from '../../core/recipe/rowWeights.ts'
import { encodeTargets } from '../../core/recipe/target.ts'
import { transformInputs } from '../../core/recipe/transform.ts'
import type { Table } from '../../core/table.ts'
import { DescentError } from '../../shared/errors.ts'
import { splitNames } from '../../shared/recipes.ts'
import type { FittedRecipe, Recipe, SplitName } from '../../shared/recipes.ts'
import type { LearnedRows, PreparedData } from './protocol.ts'

/** Of the whole work, how much fitting is; the rest is writing the matrices. */
const FITTING_SHARE = 0.5

export interface PrepareOptions {
  /** How each column's texts were read; it travels with the fitted recipe. */
  sources: Record<string, ColumnSource>
  /** Of the network that is to be trained. */
  needs: NetworkNeeds
  /** Of the recipe's cross-validation, counted from 0; absent: the recipe's own training and validation rows. */
  fold?: number | undefined
  calendar?: HolidayCalendar
  onProgress: (fraction: number) => void
}

/** Fits a recipe and writes the network's inputs, targets and row weights of every split into shared memory. */
export function prepareData(raw: Table, recipe: Recipe, { onProgress, ...options }: PrepareOptions): PreparedData {
  const { fitted, rows, table, unfilled } = fitRecipe(raw, recipe, {
    ...options,
    memoryBytes: availableMemory(),
    onProgress: (fraction) => onProgress(fraction * FITTING_SHARE),
  })
  const total = Math.max(1, rows.train.length + rows.validation.length + rows.test.length)
  const data: PreparedData = {
    fitted,
    rows: { train: new Uint32Array(0), validation: new Uint32Array(0), test: new Uint32Array(0) },
    inputs: { train: new Float32Array(0), validation: new Float32Array(0), test: new Float32Array(0) },
    targets: { train: new Float32Array(0), validation: new Float32Array(0), test: new Float32Array(0) },
    weights: null,
    learned: null,
  }
  let done = 0
  for (const split of splitNames) {
    const share = rows[split].length / total
    const written = writeSplit(table, fitted, rows[split], (fraction) =>
      onProgress(FITTING_SHARE + (1 - FITTING_SHARE) * (done + fraction * share)),
    )
    if (written.kept.length === 0 && rows[split].length > 0) throw noRowsLeft(table, fitted, split, rows[split])
    data.rows[split] = written.kept
    data.inputs[split] = written.inputs
    data.targets[split] = encodeTargets(unfilled, fitted, written.kept, sharedFloats(written.kept.length))
    done += share
  }
  data.weights = partWeights(table, recipe, data.rows, sharedFloats)
  data.learned = learnedRows(table, recipe, data)
  data.fitted = withoutFolds(fitted)
  const { bins } = options.needs
  return bins === null ? data : { ...data, fitted: addEdges(data.fitted, data.inputs.train, bins) }
}

/** What the network learns from, where that is not the training rows as they are measured. */
function learnedRows(table: Table, recipe: Recipe, data: PreparedData): LearnedRows | null {
  const { fitted, rows, targets, weights } = data
  const crossFitted = isCrossFitted(fitted) ? crossFittedInputs(table, fitted, rows.train) : null
  const drawn = drawnRows(recipe, data)
  if (crossFitted === null && drawn === null) return null
  const inputs = crossFitted ?? data.inputs.train
  const plain = { inputs, targets: targets.train, weights: weights?.train ?? null }
  if (drawn === null) return plain
  return {
    inputs: gathered(inputs, drawn, fitted.inputs.length),
    targets: gathered(targets.train, drawn, 1),
    weights: weights === null ? null : gathered(weights.train, drawn, 1),
  }
}

/** The training rows with the numbers that were fitted without them; folds go by a row's place among all of them. */
function crossFittedInputs(table: Table, fitted: FittedRecipe, rows: Uint32Array): Float32Array {
  const into = sharedFloats(rows.length * fitted.inputs.length)
  const { inputs, kept } = transformInputs(table, fitted, rows, { into, forTraining: true })
  if (kept.length !== rows.length) throw new Error('A training row has no inputs of its own fold.')
  return inputs
}

/** Places among the training rows, where classes are resampled. */
function drawnRows(recipe: Recipe, { fitted, targets }: PreparedData): Uint32Array | null {
  const { target } = fitted
  const resampling = resamplingOf(recipe, target.task)
  if (resampling === null || target.task === 'regression') return null
  return resampledRows(targets.train, target.classes.length, resampling)
}

/** Every row of a part lacks a feature that no step fills. */
function noRowsLeft(table: Table, fitted: FittedRecipe, split: SplitName, rows: Uint32Array): DescentError {
  const [worst] = [...lackingRows(table, fitted, rows)].sort((a, b) => b[1] - a[1])
  const column = worst?.[0] ?? ''
  const part = { train: 'training', validation: 'validation', test: 'test' }[split]
  return new DescentError(
    'unusable-input',
    `Of the ${rows.length} ${part} rows none is left: “${column}” has no value in ${worst?.[1] ?? 0} of them after the last step.`,
    { hint: `Add a step that fills missing values of “${column}”, or ignore the column.`, where: { column } },
  )
}

/** The rows of a row-major matrix, in the order given. */
function gathered(matrix: Float32Array, rows: Uint32Array, width: number): Float32Array {
  const taken = sharedFloats(rows.length * width)
  for (let i = 0; i < rows.length; i++) {
    const from = (rows[i] ?? 0) * width
    taken.set(matrix.subarray(from, from + width), i * width)
  }
  return taken
}

function writeSplit(
  table: Table,
  fitted: FittedRecipe,
  rows: Uint32Array,
  onProgress: (fraction: number) => void,
): { kept: Uint32Array; inputs: Float32Array } {
  const into = sharedFloats(rows.length * fitted.inputs.length)
  return transformInputs(table, fitted, rows, { into, onProgress })
}

function sharedFloats(length: number): Float32Array {
  return new Float32Array(new SharedArrayBuffer(length * 4))
}
