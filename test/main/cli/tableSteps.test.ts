import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../support/folder.ts'
import { writePlants } from '../../support/makeTable.ts'
import { runDescent } from '../../support/runDescent.ts'

const recipe = {
  roles: { kind: 'ignored', width: 'ignored' },
  steps: [
    { kind: 'rename', column: 'height', name: 'plant height' },
    { kind: 'formula', name: 'area', formula: 'width * [plant height]' },
    { kind: 'formula', name: 'size', formula: "if(isMissing(area), 'unknown', if(area > 15, 'large', 'small'))" },
    { kind: 'filterRows', formula: "place <> 'shore'" },
    { kind: 'dropDuplicates', columns: ['width', 'plant height'] },
    { kind: 'sampleRows', size: 0.9, unit: 'share', seed: 5 },
    { kind: 'impute', columns: 'numbers', method: 'median' },
    { kind: 'oneHot', columns: 'categories' },
    { kind: 'standardize', columns: 'numbers' },
  ],
}

async function folderWith(config: unknown): Promise<string> {
  const cwd = await temporaryFolder()
  await writePlants(join(cwd, 'plants.csv'), 400)
  await writeFile(join(cwd, 'run.json'), JSON.stringify(config))
  return cwd
}

test('formulas and filters hold in training, in prediction and in an exported model', async () => {
  const cwd = await folderWith({ recipe, training: { epochs: 20 } })
  // Rows that the filter would leave out are predicted like any others.
  await writeFile(join(cwd, 'new.csv'), 'place,height,width\nwood,2.5,3\nshore,4,4.5\nhill,3,\nhill,,2\n')
  expect((await runDescent(['import', 'plants.csv', '--project', 'p.descent'], { cwd })).code).toBe(0)
  const trained = await runDescent(
    [
      ...['train', '--project', 'p.descent', '--dataset', 'plants', '--target', 'weight'],
      ...['--config', 'run.json', '--out', 'model.onnx', '--json'],
    ],
    { cwd },
  )
  expect(trained).toMatchObject({ code: 0, stderr: '' })
  const { run, rows, files } = JSON.parse(trained.stdout)
  const plants = (await readFile(join(cwd, 'plants.csv'), 'utf8')).trimEnd().split('\n').slice(1)
  const kept = plants.filter((line) => !line.includes('shore'))
  const distinct = new Set(kept.map((line) => line.split(',').slice(0, 2).join()))
  expect(rows.train + rows.validation + rows.test).toBe(Math.round(0.9 * distinct.size))
  expect(files[0].check.largestDifference).toBeLessThan(1e-4)

  const byModel = await runDescent(['predict', 'model.onnx', 'new.csv', '--out', 'a.csv', '--json'], { cwd })
  const byProject = await runDescent(
    ['predict', '--project', 'p.descent', '--run', run, 'new.csv', '--out', 'b.csv', '--json'],
    { cwd },
  )
  expect([byModel.stderr, byProject.stderr]).toEqual(['', ''])
  const predictions = async (name: string) =>
    (await readFile(join(cwd, name), 'utf8'))
      .trimEnd()
      .split(/\r?\n/)
      .slice(1)
      .map((line) => Number(line.split(',').at(-1)))
  const [a, b] = [await predictions('a.csv'), await predictions('b.csv')]
  expect(a).toHaveLength(4)
  for (const [row, value] of a.entries()) {
    expect(Number.isFinite(value)).toBe(true)
    expect(Math.abs(value - b[row]!)).toBeLessThan(1e-4 * Math.max(1, Math.abs(value)))
  }
})

test('a formula may be the target, and one that cannot be used is refused before anything is trained', async () => {
  const steps = [
    { kind: 'formula', name: 'heavy', formula: 'weight > 20' },
    { kind: 'impute', columns: 'numbers', method: 'median' },
    { kind: 'oneHot', columns: 'categories' },
  ]
  const cwd = await folderWith({
    recipe: { roles: { weight: 'ignored', kind: 'ignored' }, steps },
    training: { epochs: 2 },
  })
  const options = ['--config', 'run.json', '--json']
  await writePlants(join(cwd, 'test.csv'), 60, 5)
  const trained = await runDescent(
    ['train', 'plants.csv', '--target', 'heavy', '--test-file', 'test.csv', ...options],
    { cwd },
  )
  expect(trained).toMatchObject({ code: 0, stderr: expect.stringContaining('gives “heavy” away') })
  expect(JSON.parse(trained.stdout)).toMatchObject({
    task: 'classification',
    target: 'heavy',
    metrics: { test: { accuracy: expect.any(Number) } },
  })

  await writeFile(
    join(cwd, 'run.json'),
    JSON.stringify({ recipe: { steps: [{ kind: 'formula', name: 'area', formula: 'widht * height' }] } }),
  )
  const refused = await runDescent(['train', 'plants.csv', '--target', 'kind', ...options], { cwd })
  expect(refused.code).toBe(3)
  expect(refused.stderr).toMatch(/“widht” at character 1 is no column of the table; did you mean width\?/)
})

test('a value rows ahead may be the target, also of a file for the test', async () => {
  const steps = [
    { kind: 'window', column: 'weight', statistic: 'ahead', rows: [3] },
    { kind: 'impute', columns: 'numbers', method: 'median' },
    { kind: 'standardize', columns: 'numbers' },
    { kind: 'oneHot', columns: 'categories' },
  ]
  const cwd = await folderWith({ recipe: { steps }, training: { epochs: 2 } })
  await writePlants(join(cwd, 'test.csv'), 60, 5)
  const trained = await runDescent(
    [
      ...['train', 'plants.csv', '--target', 'weight ahead 3', '--test-file', 'test.csv'],
      ...['--config', 'run.json', '--json'],
    ],
    { cwd },
  )
  expect(trained).toMatchObject({ code: 0, stderr: expect.stringContaining('The target lies 3 rows ahead') })
  expect(JSON.parse(trained.stdout)).toMatchObject({
    task: 'regression',
    target: 'weight ahead 3',
    metrics: { test: { mae: expect.any(Number) } },
  })
})

test('a test file is compared with a target that has another name', async () => {
  const steps = [
    { kind: 'rename', column: 'weight', name: 'heaviness' },
    { kind: 'impute', columns: 'numbers', method: 'median' },
    { kind: 'oneHot', columns: 'categories' },
  ]
  const cwd = await folderWith({ recipe: { steps }, training: { epochs: 2 } })
  await writePlants(join(cwd, 'test.csv'), 60, 5)
  const options = ['--target', 'heaviness', '--test-file', 'test.csv', '--config', 'run.json', '--json']
  const trained = await runDescent(['train', 'plants.csv', ...options], { cwd })
  expect(trained).toMatchObject({ code: 0, stderr: '' })
  expect(JSON.parse(trained.stdout).metrics.test).toMatchObject({ mae: expect.any(Number) })
})
