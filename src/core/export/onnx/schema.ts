import type { ColumnKind } from '../../../shared/datasets.ts'
import type { FittedRecipe, RawInput, Task } from '../../../shared/recipes.ts'
import { inputPrecisions } from '../../recipe/expressed.ts'
import type { RawPrecision } from '../../recipe/precision.ts'

/** Names of the outputs. */
export const predictionOutput = 'prediction'
const probabilitiesOutput = 'probabilities'
const scoresOutput = 'scores'
const intervalOutput = 'details'

/** The output beside the prediction: of classes their probabilities or scores, of a number what else is known of it. */
export function detailsOutput({ task, scores }: { task: Task; scores?: true | undefined }): string {
  if (task === 'regression') return intervalOutput
  return scores === true ? scoresOutput : probabilitiesOutput
}

/** Names that no input may have. */
export const outputNames: readonly string[] = [predictionOutput, probabilitiesOutput, scoresOutput, intervalOutput]

/** One input of the exported model. */
export interface OnnxInput {
  /** The input's name: the column's, unless that cannot be an input's name. */
  name: string
  /** The raw column. */
  column: string
  kind: ColumnKind
  /** Texts; float32 numbers; float64 numbers (dates are days since 1970-01-01 UTC). */
  type: 'string' | 'float' | 'double'
  missing: string
}

/**
 * The model's inputs in the order of the raw columns. A name that is empty, or that an output has, is replaced:
 * ONNX reads an empty name as "left out", and no two values may share one.
 */
export function onnxInputs(fitted: FittedRecipe): OnnxInput[] {
  const precisionOf = inputPrecisions(fitted)
  const taken = new Set(outputNames)
  for (const { name } of fitted.rawInputs) if (name !== '') taken.add(name)
  return fitted.rawInputs.map((raw) => {
    const isFree = raw.name !== '' && !outputNames.includes(raw.name)
    return {
      name: isFree ? raw.name : replacement(raw.name, taken),
      column: raw.name,
      kind: raw.kind,
      ...inputType(raw, precisionOf(raw.name)),
    }
  })
}

function replacement(name: string, taken: Set<string>): string {
  const stem = name === '' ? 'column' : `${name}_input`
  let free = stem
  for (let copy = 2; taken.has(free); copy++) free = `${stem}_${copy}`
  taken.add(free)
  return free
}

function inputType(raw: RawInput, precision: RawPrecision): Pick<OnnxInput, 'type' | 'missing'> {
  if (raw.kind === 'number' || raw.kind === 'date') {
    return { type: precision === 'float64' ? 'double' : 'float', missing: 'NaN' }
  }
  return { type: 'string', missing: "''" }
}

/** In words, for whoever opens the file in a viewer. */
export function describeInput(input: OnnxInput): string {
  switch (input.kind) {
    case 'number':
      return 'A number; NaN where it is missing.'
    case 'date':
      return 'Days since 1970-01-01 00:00 UTC, with fractions for the time of day; NaN where it is missing.'
    case 'boolean':
    case 'category':
    case 'text':
      return 'A text without blanks around it; empty where it is missing.'
  }
}
