import { apartReference, type ApartReference } from '../../core/passport/apart.ts'
import { nearestRows } from '../../core/passport/nearest.ts'
import { decodePredictions } from '../../core/network/predictions.ts'
import { wholeTexts } from '../../core/recipe/wholeTexts.ts'
import { actualTargets } from '../../core/recipe/target.ts'
import { withSeries } from '../../core/recipe/windows/derive.ts'
import type { FittedRecipe } from '../../shared/recipes.ts'
import type { NearestReport } from '../../shared/predictions.ts'
import type { NativeReaders } from '../datasets/native.ts'
import type { Engine } from '../training/native.ts'
import { predictOutputs } from './outputs.ts'
import type { ComputeOperations } from './protocol.ts'
import { readRawColumns } from './rawColumns.ts'

/** Columns in which rows are alike or not. */
function comparedColumns(fitted: FittedRecipe): string[] {
  const whole = wholeTexts(fitted)
  // Long texts are alike in words, not as a whole.
  return fitted.rawInputs.filter(({ name, kind }) => kind !== 'text' || whole.has(name)).map(({ name }) => name)
}

/** What rows of a file are compared with, to tell those that are like no training row. */
export function findApartReference({
  fitted,
  data,
  table,
}: ComputeOperations['apartReference']['input']): ApartReference | null {
  return apartReference(withSeries(table, fitted.recipe, 'none'), data.rows.train, comparedColumns(fitted))
}

/** The training rows that a row given as text is most like, with what is true of them and what the model says. */
export function findNearest(
  engine: Engine,
  readers: NativeReaders,
  { model, data, table: raw, columns }: ComputeOperations['nearest']['input'],
): NearestReport {
  const { fitted } = model
  const table = withSeries(raw, fitted.recipe, 'none')
  const asked = readRawColumns(readers, fitted.rawInputs, columns, 1).table
  const train = data.rows.train
  const { nearest, share } = nearestRows(table, train, asked, comparedColumns(fitted))
  const width = train.length === 0 ? 0 : data.inputs.train.length / train.length
  const inputs = new Float32Array(nearest.length * width)
  for (const [i, { place }] of nearest.entries()) {
    inputs.set(data.inputs.train.subarray(place * width, (place + 1) * width), i * width)
  }
  const decoded = decodePredictions(fitted, predictOutputs(engine, model, inputs))
  const rows = Uint32Array.from(nearest, ({ place }) => train[place] ?? 0)
  const actual = actualTargets(table, fitted, rows)
  const text = (value: number): string =>
    fitted.target.task === 'regression' ? String(value) : (fitted.target.classes[value] ?? '')
  return {
    share,
    rows: nearest.map(({ distance }, i) => ({
      row: rows[i] ?? 0,
      distance,
      actual: text(actual[i] ?? NaN),
      predicted: text((decoded.task === 'regression' ? decoded.values[i] : decoded.classes[i]) ?? NaN),
    })),
  }
}
