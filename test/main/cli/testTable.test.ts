import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startApplication } from '../../support/application.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { plantTable, writePlants } from '../../support/makeTable.ts'
import { runDescent } from '../../support/runDescent.ts'

const quick = ['--epochs', '4', '--seed', '1', '--json']

async function plants(): Promise<string> {
  const cwd = await temporaryFolder()
  await writePlants(join(cwd, 'plants.csv'), 200)
  await writePlants(join(cwd, 'test.csv'), 90, 7)
  return cwd
}

test(
  'the metrics of a test file are those of its predictions, and stay with the run in the project',
  { timeout: 180_000 },
  async () => {
    const cwd = await plants()
    await runDescent(['import', 'plants.csv', '--project', 'p.descent'], { cwd })
    const train = ['train', '--project', 'p.descent', '--target', 'kind', '--ignore', 'weight', '--dataset', 'plants']
    const trained = await runDescent([...train, '--test-file', 'test.csv', ...quick], { cwd })
    expect(trained).toMatchObject({ code: 0, stderr: '' })
    const { run, metrics, rows } = JSON.parse(trained.stdout)
    expect(rows.test).toBe(90)
    expect(rows.train + rows.validation).toBe(200)

    const predict = ['predict', '--project', 'p.descent', '--run', run, 'test.csv', '--out', 'predicted.csv']
    expect((await runDescent(predict, { cwd })).code).toBe(0)
    const [header, ...lines] = (await readFile(join(cwd, 'predicted.csv'), 'utf8')).trimEnd().split(/\r?\n/)
    const [actual, predicted] = ['kind', 'prediction'].map((name) => header!.split(',').indexOf(name))
    const right = lines.map((line) => line.split(',')).filter((row) => row[actual!] === row[predicted!])
    expect(metrics.test.accuracy).toBe(right.length / 90)

    // The file is a table of the project, once however often it tests.
    expect((await runDescent([...train, '--test-file', 'test.csv', ...quick], { cwd })).code).toBe(0)
    const kept = JSON.parse((await runDescent(['runs', '--project', 'p.descent', '--json'], { cwd })).stdout)
    expect(kept.map((each: { metrics: unknown }) => each.metrics)).toEqual([metrics, metrics])
    const { application } = await startApplication()
    const { project } = await application.openProjectFile(join(cwd, 'p.descent'), { create: false })
    const { datasets, runs } = await application.handlers['projects.get']({ project })
    expect(datasets.map(({ name }) => name).toSorted()).toEqual(['plants', 'test (test)'])
    const evaluation = await application.handlers['evaluation.get']({ project, run: runs[0]!.id, split: 'test' })
    expect(evaluation).toMatchObject({ rows: 90, task: 'classification' })
  },
)

test('a test file that is written otherwise is read as it shows', { timeout: 180_000 }, async () => {
  const cwd = await plants()
  const german = plantTable(90, 7).replaceAll(',', ';').replaceAll('.', ',')
  await writeFile(join(cwd, 'german.csv'), german)
  const train = ['train', 'plants.csv', '--target', 'weight', ...quick, '--test-file']
  const [plain, other] = [
    await runDescent([...train, 'test.csv'], { cwd }),
    await runDescent([...train, 'german.csv'], { cwd }),
  ]
  expect(other).toMatchObject({ code: 0, stderr: '' })
  expect(JSON.parse(other.stdout).metrics).toEqual(JSON.parse(plain.stdout).metrics)
})

test('a test file that cannot test is refused before anything is trained', { timeout: 180_000 }, async () => {
  const cwd = await plants()
  await writeFile(join(cwd, 'narrow.csv'), 'width,kind\n1,small\n2,small\n3,large\n4,flat\n')
  await writeFile(join(cwd, 'unknown.csv'), plantTable(30, 3).replaceAll(/small|large|flat/g, 'other'))
  const train = ['train', 'plants.csv', '--target', 'kind', '--json', '--test-file']
  const narrow = await runDescent([...train, 'narrow.csv'], { cwd })
  expect(narrow.code).toBe(3)
  expect(narrow.stderr).toMatch(/has no column “height”/)
  const unknown = await runDescent([...train, 'unknown.csv'], { cwd })
  expect(unknown.code).toBe(3)
  expect(unknown.stderr).toMatch(/unknown\.csv has no row to test with.*\n.*“kind”/)
})

test('a project that an earlier training with a test file left may be replaced', { timeout: 180_000 }, async () => {
  const cwd = await plants()
  const train = ['train', 'plants.csv', '--target', 'kind', '--test-file', 'test.csv', '--out', 'm.descent', ...quick]
  expect(await runDescent(train, { cwd })).toMatchObject({ code: 0, stderr: '' })
  expect(await runDescent(train, { cwd })).toMatchObject({ code: 0, stderr: '' })
})
