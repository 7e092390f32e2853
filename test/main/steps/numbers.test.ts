import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lossNumbers, seenGradient, updateNumbers } from '../../../src/renderer/features/train/step/numbers.ts'
import { optimizerSchema, type RunConfig } from '../../../src/shared/training.ts'
import { importTable, proposal, startApplication, untilEnded } from '../../support/application.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { writePlants } from '../../support/makeTable.ts'

async function studio(target: string) {
  const folder = await temporaryFolder()
  const { application } = await startApplication(folder)
  const table = await writePlants(join(folder, 'plants.csv'), 120)
  const { project, dataset } = await importTable(application, join(folder, 'p.descent'), table)
  const { recipe, config } = await proposal(application, project, dataset.id, target)
  const { handlers } = application
  return async (network: Partial<RunConfig['network']>, training: Partial<RunConfig['training']>) => {
    const hidden = [
      { kind: 'dense' as const, units: 4, activation: 'tanh' as const, initialization: 'glorot' as const },
    ]
    const settings = {
      network: { ...config.network, hidden, ...network },
      training: { ...config.training, epochs: 3, earlyStopping: null, ...training },
    }
    const { id: run } = await handlers['runs.start']({ project, dataset: dataset.id, recipe, config: settings })
    await untilEnded(application, project, run)
    const of = { project, run, moment: 'next' as const, member: 0, row: null }
    const view = await handlers['steps.view'](of)
    const unit = await handlers['steps.unit']({ ...of, row: view.row, stage: 1, unit: 0 })
    return { config: settings, view, weights: unit.incoming.map(({ weight }) => weight) }
  }
}

/** Whether the last line gives the new weight by the rule's numbers, not only from where to where. */
const isWorkedOut = (lines: readonly string[]) => lines.at(-1)?.startsWith('w ← ') === true

test('updates are worked out in numbers that give what the engine gave, with every penalty', async () => {
  const train = await studio('weight')
  const worked = ['gradientDescent', 'momentum', 'nesterov', 'adagrad', 'rmsprop', 'adam', 'adamW', 'amsgrad', 'lion']
  for (const kind of [...worked, 'centered', 'nadam', 'radam', 'muon']) {
    const optimizer = optimizerSchema.parse(kind === 'centered' ? { kind: 'rmsprop', centered: true } : { kind })
    const made = await train({}, { optimizer, learningRate: 0.02, l2: 0.01, weightDecay: kind === 'lion' ? 0 : 0.03 })
    const lines = made.weights.map((weight) => updateNumbers(made.config, weight, made.view))
    const isKnown = worked.includes(kind) || kind === 'centered'
    expect([kind, lines.every(isWorkedOut)]).toEqual([kind, isKnown])
    expect(made.weights.some((weight) => seenGradient(weight, made.view) !== null)).toBe(true)
  }
})

test('the loss is worked out in numbers, with the weights of classes, smoothing and members named', async () => {
  const train = await studio('kind')
  const lines = async (network: Partial<RunConfig['network']>) => {
    const { view, config } = await train(network, { l2: 0 })
    return lossNumbers(view, config, true).join('; ')
  }
  expect(await lines({})).toMatch(/^L = −ln p\(\w+\) = −ln [\d.]+ = [\d.]+$/)
  const weighted = { kind: 'crossEntropy' as const, classWeights: 'balanced' as const, labelSmoothing: 0 }
  expect(await lines({ loss: weighted })).toMatch(
    /^L = c · \(−ln p\(\w+\)\) = [\d.]+ · [\d.]+ = [\d.]+; c is the weight/,
  )
  const smoothed = { ...weighted, classWeights: null, labelSmoothing: 0.2 }
  expect(await lines({ loss: smoothed })).toMatch(/^L = [\d.]+, with labels smoothed by 0.2$/)
  expect(await lines({ ensemble: { kind: 'independent', members: 3 } })).toContain(
    'the mean over the members’ own losses',
  )
})
