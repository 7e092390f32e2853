import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../support/folder.ts'
import { writePlants } from '../../support/makeTable.ts'
import { runDescent } from '../../support/runDescent.ts'

test('rows left out by number are learned from no more, and predicted like any others', async () => {
  const cwd = await temporaryFolder()
  await writePlants(join(cwd, 'plants.csv'), 200)
  // With steps of their own, a configuration's recipe says all of the preparation.
  const steps = [
    { kind: 'excludeRows', rows: [0, 5, 199, 4000] },
    { kind: 'impute', columns: 'numbers', method: 'median' },
    { kind: 'oneHot', columns: 'categories' },
    { kind: 'standardize', columns: 'numbers' },
  ]
  await writeFile(join(cwd, 'run.json'), JSON.stringify({ recipe: { steps }, training: { epochs: 2 } }))
  const args = ['train', 'plants.csv', '--target', 'kind', '--config', 'run.json', '--valid', '0', '--test', '0']
  const trained = await runDescent([...args, '--out', 'model.onnx', '--json'], { cwd })
  expect(trained.code).toBe(0)
  const { metrics } = JSON.parse(trained.stdout) as { metrics: { train: { accuracy: number } } }
  const right = metrics.train.accuracy * 197
  expect(right).toBeCloseTo(Math.round(right), 9)
  expect(right).toBeLessThan(197)

  const predicted = await runDescent(['predict', 'model.onnx', 'plants.csv', '--out', 'predicted.csv'], { cwd })
  expect(predicted.code).toBe(0)
  const lines = (await readFile(join(cwd, 'predicted.csv'), 'utf8')).trimEnd().split('\r\n')
  expect(lines).toHaveLength(201)
  expect(lines.slice(1).every((line) => ['small', 'large', 'flat'].includes(line.split(',')[5] ?? ''))).toBe(true)
})
