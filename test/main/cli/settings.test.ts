import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../support/folder.ts'
import { plantTable, writePlants } from '../../support/makeTable.ts'
import { runDescent } from '../../support/runDescent.ts'

async function plantsWith(config: object): Promise<string> {
  const cwd = await temporaryFolder()
  await writePlants(join(cwd, 'plants.csv'), 300)
  await writeFile(join(cwd, 'run.json'), JSON.stringify(config))
  return cwd
}

const config = ['--config', 'run.json', '--json']

test('a network of quantiles over embeddings and bins predicts intervals, in its file as in its project', async () => {
  const cwd = await plantsWith({
    $schema: 'run-config.schema.json',
    network: {
      hidden: [{ units: 16, activation: 'gelu', initialization: 'he' }],
      numbers: { kind: 'piecewiseLinear', bins: 8 },
      categories: { kind: 'embedding' },
      loss: { kind: 'quantile', quantiles: [0.1, 0.5, 0.9] },
    },
    training: { epochs: 60, schedule: { kind: 'cosine' }, optimizer: { kind: 'adamW' }, clipNorm: 5 },
  })
  const trained = await runDescent(['train', 'plants.csv', '--target', 'weight', '--out', 'm.onnx', ...config], { cwd })
  expect(trained).toMatchObject({ code: 0, stderr: '' })
  const run = JSON.parse(trained.stdout)
  expect(run.metrics.test.r2).toBeGreaterThan(0.7)
  expect(run.config.network.loss).toEqual({ kind: 'quantile', quantiles: [0.1, 0.5, 0.9] })
  expect(run.files[0].check.largestDifference).toBeLessThan(1e-4)

  await writeFile(join(cwd, 'new.csv'), plantTable(200, 5))
  const predicted = await runDescent(['predict', 'm.onnx', 'new.csv', '--out', 'p.csv'], { cwd })
  expect(predicted.code).toBe(0)
  const [header, ...rows] = (await readFile(join(cwd, 'p.csv'), 'utf8')).trimEnd().split(/\r?\n/)
  expect(header).toBe('width,height,place,kind,weight,prediction,quantile_0.1,quantile_0.5,quantile_0.9')
  const inside = rows.filter((line) => {
    const [, , , , weight, prediction, low, middle, high] = line.split(',').map(Number)
    expect(prediction).toBe(middle)
    expect(low! <= middle! && middle! <= high!).toBe(true)
    return weight! >= low! && weight! <= high!
  })
  expect(inside.length).toBeGreaterThan(100)
})

test('a margin gives scores, and a test file is measured by them', async () => {
  const cwd = await plantsWith({ network: { loss: { kind: 'hinge' } }, training: { epochs: 30 } })
  await writeFile(join(cwd, 'test.csv'), plantTable(150, 9))
  const args = ['train', 'plants.csv', '--target', 'kind', '--test-file', 'test.csv', ...config]
  const { code, stdout } = await runDescent(args, { cwd })
  expect(code).toBe(0)
  const { metrics } = JSON.parse(stdout)
  expect(metrics.validation).toMatchObject({ logLoss: null, rocAuc: expect.any(Number) })
  expect(metrics.test.accuracy).toBeGreaterThan(0.8)
  expect(metrics.test).toMatchObject({ logLoss: null, rocAuc: expect.any(Number) })
})

test('metrics to be recorded are taken from the file, and one that does not fit is refused with those that do', async () => {
  const cwd = await plantsWith({ training: { epochs: 4, earlyStopping: null, metrics: ['rmse', 'r2'] } })
  const { code, stdout } = await runDescent(['train', 'plants.csv', '--target', 'weight', ...config], { cwd })
  expect(code).toBe(0)
  expect(JSON.parse(stdout).config.training.metrics).toEqual(['rmse', 'r2'])
  const refused = await runDescent(['train', 'plants.csv', '--target', 'kind', ...config], { cwd })
  expect(refused).toMatchObject({ code: 2 })
  expect(refused.stderr).toMatch(/training\.metrics names rmse.*\n.*accuracy/)
})

test('L-BFGS brings the whole batch with it, and says when it has arrived', async () => {
  const cwd = await plantsWith({
    network: { hidden: [] },
    training: { optimizer: { kind: 'lbfgs' }, epochs: 200, earlyStopping: null },
  })
  const { code, stdout } = await runDescent(['train', 'plants.csv', '--target', 'weight', ...config], { cwd })
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({
    stopReason: 'converged',
    config: { training: { batchSize: null, learningRate: 1 } },
  })
})

test.each([
  ['a loss that is not for classes', { loss: { kind: 'huber' } }, /network\.loss is huber, but “kind” holds classes/],
  [
    'a class that does not exist',
    { loss: { kind: 'focal', classWeights: { tall: 2 } } },
    /names “tall”, which “kind” does not have/,
  ],
  [
    'a block of another width',
    { hidden: [{ kind: 'residual', layers: [{ units: 3, activation: 'relu', initialization: 'he' }] }] },
    /network\.hidden\.0 is a residual block: it adds its 3 results to the \d+ numbers/,
  ],
])('%s is a mistake of usage that names the setting', async (_case, network, message) => {
  const cwd = await plantsWith({ network })
  const { code, stderr } = await runDescent(['train', 'plants.csv', '--target', 'kind', '--config', 'run.json'], {
    cwd,
  })
  expect(code).toBe(2)
  expect(stderr).toMatch(message)
})

test('the help tells where the schema of a configuration lies', async () => {
  const { stdout } = await runDescent(['train', '--help'])
  const path = /JSON Schema: (.+)/.exec(stdout)?.[1] ?? ''
  expect(existsSync(path)).toBe(true)
})

test('train prepares as the recipe of the configuration says, with the settings beside it', async () => {
  const cwd = await plantsWith({
    recipe: {
      roles: { place: 'ignored' },
      steps: [
        { kind: 'impute', columns: 'numbers', method: 'mean' },
        { kind: 'minMax', columns: 'numbers' },
      ],
    },
    training: { epochs: 2 },
  })
  const { code, stdout } = await runDescent(['train', 'plants.csv', '--target', 'kind', ...config], { cwd })
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ epochs: 2 })
  const wrong = await plantsWith({ recipe: { steps: [{ kind: 'minMax', columns: 'nombers' }] } })
  const refused = await runDescent(['train', 'plants.csv', '--target', 'kind', ...config], { cwd: wrong })
  expect(refused.code).toBe(2)
  expect(refused.stderr).toMatch(/steps\.0\.columns/)
  const other = await plantsWith({ recipe: { target: 'weight' } })
  const mismatched = await runDescent(['train', 'plants.csv', '--target', 'kind', ...config], { cwd: other })
  expect(mismatched.code).toBe(2)
  expect(mismatched.stderr).toMatch(/“weight”.*“kind”/)
})
