import { probabilityPrefix } from '../../core/network/predictions.ts'
import { predictionGapText } from '../../core/recipe/predictionGapText.ts'
import type { RowsPrediction } from '../../shared/predictions.ts'
import type { ServedModel } from './servedModel.ts'

/** What the server says of one row. */
export interface AnsweredRow {
  /** A number or the label of a class; null where the row lacks a value that the network needs. */
  prediction: number | string | null
  /** Of each class, by its label; absent of a number, and where the network gives none. */
  probabilities?: Record<string, number | null>
  /** What else is known beyond the prediction, by name. */
  details?: Record<string, number | null>
}

export interface Answer {
  predictions: AnsweredRow[]
  /** What the model did not meet in training, in words. */
  warnings: string[]
}

/** The predictions of a request's rows as its answer, in their order. */
export function answerOf(model: Pick<ServedModel, 'task' | 'inputs'>, found: RowsPrediction): Answer {
  return {
    predictions: found.predictions.map((text, row) => answeredRow(model, found, text, row)),
    warnings: [...found.notes.map((note) => noteText(model, note)), ...found.gaps.map(gapText)],
  }
}

function answeredRow(
  { task }: Pick<ServedModel, 'task'>,
  { details }: RowsPrediction,
  text: string | null,
  row: number,
): AnsweredRow {
  const prediction = text === null || task === 'classification' ? text : Number(text)
  if (details.length === 0) return { prediction }
  const beside = (cut: number) =>
    Object.fromEntries(details.map(({ name, values }) => [name.slice(cut), values[row] ?? null]))
  return details.every(({ name }) => name.startsWith(probabilityPrefix))
    ? { prediction, probabilities: beside(probabilityPrefix.length) }
    : { prediction, details: beside(0) }
}

function noteText(
  { inputs }: Pick<ServedModel, 'inputs'>,
  { column, what, rows, examples }: RowsPrediction['notes'][number],
): string {
  const of = `${column}, ${rows} ${rows === 1 ? 'row' : 'rows'}`
  const shown = examples.map((text) => `“${text}”`).join(', ')
  switch (what) {
    case 'unseen':
      return `${of}: ${shown} did not occur in training.`
    case 'unparsed':
      return `${of}: ${shown} could not be read, and was taken as missing.`
    case 'outOfRange': {
      const input = inputs.find(({ name }) => name === column)
      const isNumber = input?.kind === 'number'
      return `${of}: outside what was seen in training${isNumber ? `, ${input.min} to ${input.max}` : ''}.`
    }
  }
}

function gapText(gap: RowsPrediction['gaps'][number]): string {
  return `${gap.rows} ${gap.rows === 1 ? 'row has' : 'rows have'} no prediction: ${predictionGapText(gap, (kind) => kind)}.`
}
