import { calibrate, type JudgedRows } from '../../core/calibration/calibrate.ts'
import { foldTemperature, hasLogits } from '../../core/calibration/foldTemperature.ts'
import { fitTemperature, searchTemperature } from '../../core/calibration/temperature.ts'
import { ClassificationScorer } from '../../core/metrics/scores/classification.ts'
import type { EngineSpec } from '../../core/network/engine.ts'
import { decodePredictions } from '../../core/network/predictions.ts'
import { actualTargets } from '../../core/recipe/target.ts'
import { withSeries } from '../../core/recipe/windows/derive.ts'
import type { FittedTemperature, ConformalReport } from '../../shared/calibration.ts'
import type { SplitName } from '../../shared/recipes.ts'
import type { Engine } from '../training/native.ts'
import { predictOutputs } from './outputs.ts'
import type { ComputeOperations, Model } from './protocol.ts'

type Judged = Omit<ComputeOperations['fitTemperature']['input'], 'splits'>

/** Intervals or sets by the validation rows, and how they hold on the test rows. */
export function conformalOf(
  engine: Engine,
  { choice, ...judged }: ComputeOperations['conformal']['input'],
): ConformalReport {
  const rowsOf = rowsReader(judged)
  const part = (split: SplitName): JudgedRows => ({
    predictions: decodePredictions(
      judged.model.fitted,
      predictOutputs(engine, judged.model, judged.data.inputs[split]),
    ),
    actual: rowsOf(split),
  })
  return calibrate(judged.model.fitted, choice, part('validation'), part('test'))
}

/**
 * The temperature of least log loss on the validation rows, with what it changes there and on the test rows; null where the
 * network has no logits or there are no such rows.
 *
 * @param judged the model with the weights that training left
 */
export function fitModelTemperature(engine: Engine, judged: Judged): Omit<FittedTemperature, 'weights'> | null {
  const { model, data } = judged
  const spec = JSON.parse(model.spec) as EngineSpec
  const rowsOf = rowsReader(judged)
  const actual = rowsOf('validation')
  if (!hasLogits(spec) || actual.length === 0) return null
  const scored = (split: SplitName, temperature: number): Record<Measured, number> | null => {
    const scaled = { ...model, weights: foldTemperature(spec, model.weights, temperature) }
    const decoded = decodePredictions(model.fitted, predictOutputs(engine, scaled, data.inputs[split]))
    if (decoded.task === 'regression' || decoded.classes.length === 0) return null
    const { probabilities, classes: predicted } = decoded
    const classes = probabilities.length / predicted.length
    const rows = { actual: rowsOf(split), predicted, probabilities, classes, meaning: 'probabilities' as const }
    return new ClassificationScorer(rows).score().scores
  }
  const value =
    (spec.members ?? 1) > 1
      ? // Members' probabilities are averaged, so that there are no logits of the whole.
        searchTemperature((temperature) => scored('validation', temperature)?.logLoss ?? Infinity)
      : fitTemperature(logitsOf(engine, model, spec, data.inputs.validation), actual)
  const changed = (split: SplitName): Record<Measured, { before: number; after: number }> | null => {
    const [before, after] = [scored(split, 1), scored(split, value)]
    if (before === null || after === null) return null
    const of = (name: Measured) => ({ before: before[name], after: after[name] })
    return { logLoss: of('logLoss'), calibrationError: of('calibrationError') }
  }
  const [validation, test] = [changed('validation'), changed('test')]
  const bySplit = (name: Measured) => ({ validation: validation?.[name] ?? null, test: test?.[name] ?? null })
  return { value, rows: actual.length, logLoss: bySplit('logLoss'), calibrationError: bySplit('calibrationError') }
}

/** What a temperature is judged by. */
type Measured = 'logLoss' | 'calibrationError'

/** A margin loss takes the last layer's sums as they are. */
function logitsOf(engine: Engine, model: Model, spec: EngineSpec, inputs: Float32Array): Float32Array {
  const { inputs: width, features, members, layers, optimizer, learningRate, batchSize, epochs, l2, seed } = spec
  const linear: EngineSpec = {
    inputs: width,
    ...(features === undefined ? {} : { features }),
    ...(members === undefined ? {} : { members }),
    layers,
    loss: 'hinge',
    optimizer,
    learningRate,
    batchSize,
    epochs,
    l2,
    earlyStopping: null,
    seed,
    threads: spec.threads,
    timeLimitSeconds: null,
  }
  return predictOutputs(engine, { spec: JSON.stringify(linear), weights: model.weights }, inputs)
}

/** The true targets of a split; a split's rows all have one. */
function rowsReader({ model, data, table: raw }: Judged): (split: SplitName) => Float64Array {
  const table = withSeries(raw, model.fitted.recipe, 'none')
  return (split) => actualTargets(table, model.fitted, data.rows[split])
}
