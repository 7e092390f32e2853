import { plainReading } from '../../shared/datasets.ts'
import type { RowsPrediction } from '../../shared/predictions.ts'
import type { PredictedBatch, PredictionBatch } from '../compute/protocol.ts'

type PlainRow = Readonly<Record<string, string>>

/** Rows by column name as a batch of columns, to be read as a program writes them: 1234.5, dates in ISO order. */
export function batchOf(rows: readonly PlainRow[], columns: readonly string[]): Omit<PredictionBatch, 'model'> {
  return {
    columns: columns.map((name) => ({ name, texts: rows.map((row) => row[name] ?? '') })),
    rows: rows.length,
    readings: Object.fromEntries(columns.map((name) => [name, plainReading])),
  }
}

/** @param names of the batch's details */
export function rowsPrediction(batch: PredictedBatch, names: readonly string[]): RowsPrediction {
  const isPredicted = (row: number) => batch.predictions[row] !== ''
  return {
    predictions: batch.predictions.map((text) => (text === '' ? null : text)),
    details: names.map((name, at) => ({
      name,
      values: batch.predictions.map((_, row) =>
        isPredicted(row) ? (batch.details[row * names.length + at] ?? null) : null,
      ),
    })),
    gaps: batch.gaps,
    notes: batch.notes.flatMap(({ column, ...tallies }) =>
      (['unseen', 'unparsed', 'outOfRange'] as const)
        .map((what) => ({ column, what, ...tallies[what] }))
        .filter(({ rows }) => rows > 0),
    ),
  }
}
