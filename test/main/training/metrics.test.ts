import { describe, expect, it } from 'vitest'
import { classificationMetrics, countClasses } from '../../../src/core/metrics/classification.ts'
import { regressionMetrics } from '../../../src/core/metrics/regression.ts'
import { mostProbable } from '../../../src/core/network/predictions.ts'
import { loadEngine } from '../../../src/main/training/native.ts'
import { sourceEntries } from '../../support/sourceEntries.ts'
import { blobs, classifier } from './fixtures.ts'
import { RECORD_FIELDS } from '../../../src/core/series/curveReaders.ts'

const engine = loadEngine(sourceEntries.addon)

/** Numbers from -1 to 1 that are the same on every run. */
function numbers(count: number, seed: number): Float32Array {
  let state = seed
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 31 - 1
  })
}

/** A described network with random weights, 1,000 random rows, and what it predicts for them. */
function predicted(change: Record<string, unknown>, outputs: number) {
  const spec = classifier({
    layers: [
      { kind: 'dense', units: 8, activation: 'tanh', initialization: 'glorot' },
      { kind: 'dense', units: outputs, activation: 'linear', initialization: 'glorot' },
    ],
    ...change,
  })
  const weights = numbers(engine.parameterCount(spec), 5).map((w) => 2 * w)
  const inputs = numbers(2000, 6).map((x) => 2 * x)
  const predictions = new Float32Array(1000 * outputs)
  engine.predict(spec, weights, inputs, predictions)
  return { spec, weights, inputs, predictions }
}

describe('metrics of the engine', () => {
  it('are those that the studio shows, of a regression', () => {
    const { spec, weights, inputs, predictions } = predicted({ loss: 'meanSquaredError' }, 1)
    const targets = predictions.map((p, row) => p + (numbers(1000, 7)[row] ?? 0))
    const { regression, classification, rows } = engine.evaluateMetrics(spec, weights, { inputs, targets })
    expect([rows, classification]).toEqual([1000, null])
    const shown = regressionMetrics(Float64Array.from(targets), Float64Array.from(predictions))
    for (const name of ['rmse', 'mae', 'r2'] as const) expect(regression?.overall[name]).toBeCloseTo(shown[name]!, 6)
  })

  it.each([
    ['two classes of one logit', 'binaryCrossEntropy', 1, 2],
    ['five classes', 'softmaxCrossEntropy', 5, 5],
  ])('are those that the studio shows, of %s', (_case, loss, outputs, classes) => {
    const { spec, weights, inputs, predictions } = predicted({ loss }, outputs)
    const targets = numbers(1000, 8).map((x) => Math.floor(((x + 1) / 2) * classes))
    const probabilities = Float64Array.from(
      outputs === 1 ? Array.from(predictions).flatMap((p) => [1 - p, p]) : predictions,
    )
    const { classification, regression } = engine.evaluateMetrics(spec, weights, { inputs, targets })
    expect(regression).toBeNull()
    const shown = classificationMetrics(targets, probabilities, classes)
    for (const name of ['accuracy', 'balancedAccuracy', 'macroF1', 'logLoss', 'rocAuc'] as const) {
      expect(classification?.[name], name).toBeCloseTo(shown[name]!, 6)
    }
    const counts = countClasses(targets, mostProbable(probabilities, classes), classes)
    expect(classification?.confusion).toEqual(counts.confusion)
    expect(classification?.classes.map((k) => k.support)).toEqual(counts.support)
    expect(classification?.classes.map((k) => k.recall)).toEqual(counts.recall.map((r) => expect.closeTo(r!, 12)))
  })

  it('arrive with the epochs that they belong to', async () => {
    const data = blobs()
    const spec = classifier({ epochs: 12, metrics: ['accuracy', 'logLoss'], trainMetrics: true })
    const job = engine.startTraining(spec, data, null, () => {})
    const metrics: number[] = []
    const epochs: number[] = []
    await expect
      .poll(() => {
        const status = job.poll()
        metrics.push(...status.metrics)
        epochs.push(...status.records.filter((_, index) => index % RECORD_FIELDS === 0))
        return status.state
      })
      .toBe('finished')
    expect(epochs).toHaveLength(12)
    expect(metrics).toHaveLength(12 * 4)
    const weights = new Float32Array(engine.parameterCount(spec))
    job.readWeights('last', weights)
    const validation = engine.evaluateMetrics(spec, weights, {
      inputs: data.validationInputs,
      targets: data.validationTargets,
    })
    const training = engine.evaluateMetrics(spec, weights, { inputs: data.trainInputs, targets: data.trainTargets })
    expect(metrics.slice(-4)).toEqual(
      [validation, training].flatMap(({ classification: c }) => [c?.accuracy, c?.logLoss]),
    )
  })

  it('are refused where they make no sense', () => {
    expect(() => engine.parameterCount(classifier({ metrics: ['rmse'] }))).toThrow(
      expect.objectContaining({ kind: 'usage', message: expect.stringContaining('Metrics[0] is rmse') }),
    )
  })
})
