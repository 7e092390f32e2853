import { join } from 'node:path'
import { expect, test } from 'vitest'
import { engineSpec } from '../../../src/core/network/spec.ts'
import { transformInputs } from '../../../src/core/recipe/transform.ts'
import { createStorage } from '../../../src/main/storage/client.ts'
import type { RunConfig } from '../../../src/shared/training.ts'
import { importTable, proposal, startApplication, untilEnded } from '../../support/application.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { activateOutputs, forward } from '../../support/forward.ts'
import { writePlants } from '../../support/makeTable.ts'
import { sourceEntries } from '../../support/sourceEntries.ts'
import { coded, numbers, tableOf } from '../../support/tables.ts'

const row = { width: 4.25, height: 2.5, place: 'shore', weight: 21 }

/** A run of 75 epochs, of which the last is not one that is kept by its number. */
async function trained() {
  const folder = await temporaryFolder()
  const path = join(folder, 'p.descent')
  const { application } = await startApplication(folder)
  const table = await writePlants(join(folder, 'plants.csv'), 300)
  const { project, dataset } = await importTable(application, path, table)
  const { recipe, config } = await proposal(application, project, dataset.id, 'kind')
  const small: RunConfig = {
    network: { hidden: [{ kind: 'dense', units: 6, activation: 'tanh', initialization: 'glorot' }] },
    training: { ...config.training, epochs: 75, earlyStopping: null, averaging: undefined },
  }
  const { handlers } = application
  const { id: run } = await handlers['runs.start']({ project, dataset: dataset.id, recipe, config: small })
  await untilEnded(application, project, run)
  return { application, handlers, path, of: { project, run }, run }
}

test('a row is predicted with the weights of the epoch that is asked for', async () => {
  const { application, handlers, path, of, run } = await trained()
  const { bestEpoch, config } = await handlers['runs.get'](of)
  const values = Object.fromEntries(Object.entries(row).map(([name, value]) => [name, String(value)]))
  const epochs = [1, 16, 72, 75]
  const predicted = await Promise.all(epochs.map((epoch) => handlers['predictions.row']({ ...of, values, epoch })))
  const best = await handlers['predictions.row']({ ...of, values, epoch: bestEpoch ?? 0 })
  expect(best).toEqual(await handlers['predictions.row']({ ...of, values }))
  await expect(handlers['predictions.row']({ ...of, values, epoch: 74 })).rejects.toMatchObject({
    kind: 'not-found',
    hint: expect.stringMatching(/epochs 68, 72, 75/),
  })
  await application.close()

  const storage = createStorage(sourceEntries.storageWorker)
  await storage.open('p', path, { readOnly: true })
  try {
    const fitted = await storage.call('p', 'readFitted', { run })
    const shown = new Set<number>()
    for (const [index, epoch] of epochs.entries()) {
      const weights = await storage.call('p', 'readEpochWeights', { run, epoch })
      const table = tableOf(
        numbers('width', [row.width]),
        numbers('height', [row.height]),
        coded('place', [row.place]),
        numbers('weight', [row.weight]),
      )
      const { inputs } = transformInputs(table, fitted!, Uint32Array.of(0))
      // The numbers first, and then the place as one of three.
      const [width, height, place, weight] = inputs
      const entering = Float32Array.of(width!, height!, weight!, ...[0, 1, 2].map((level) => Number(level === place)))
      const outputs = forward(entering, entering.length, engineSpec(fitted!, config).layers, weights!)
      const expected = activateOutputs(outputs, 3, 'classification')
      const found = predicted[index]?.probabilities?.map(({ probability }) => probability) ?? []
      expect(found).toHaveLength(3)
      for (const [k, probability] of found.entries()) expect(probability).toBeCloseTo(expected[k]!, 5)
      shown.add(found[0] ?? NaN)
    }
    expect(shown.size).toBe(epochs.length)
  } finally {
    await storage.end()
  }
})

test('the last epoch of a run is kept, and seen as its curve has it', async () => {
  const { handlers, of } = await trained()
  const kept = await handlers['runs.kept'](of)
  expect(kept.at(-1)).toEqual({ epoch: 75, hasWeights: true })
  const series = await handlers['runs.series']({ ...of, points: 1000 })
  for (const epoch of [72, 75]) {
    const evaluation = await handlers['evaluation.get']({ ...of, split: 'validation', epoch })
    const logLoss = evaluation.task === 'classification' ? evaluation.metrics.logLoss : null
    expect(logLoss).toBeCloseTo(series.validation[series.epochs.indexOf(epoch)] ?? NaN, 5)
  }
})
