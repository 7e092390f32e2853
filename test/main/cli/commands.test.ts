import { classificationScoreNames } from '../../../src/shared/scores.ts'
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../support/folder.ts'
import { plantTable, writePlants } from '../../support/makeTable.ts'
import { startApplication } from '../../support/application.ts'
import { runDescent } from '../../support/runDescent.ts'

/** Enough epochs to be good, few enough to be quick. */
const quick = ['--epochs', '40']

async function plants(rows = 400): Promise<string> {
  const cwd = await temporaryFolder()
  await writePlants(join(cwd, 'plants.csv'), rows)
  return cwd
}

/** Fields of a CSV without quotes. */
async function csv(path: string): Promise<string[][]> {
  const text = await readFile(path, 'utf8')
  return text
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => line.split(','))
}

test('train --json prints one object with everything a script needs, the same each time', async () => {
  const cwd = await plants()
  const args = ['train', 'plants.csv', '--target', 'kind', '--seed', '3', '--json', ...quick]
  const first = await runDescent([...args, '--threads', '1'], { cwd })
  const second = await runDescent([...args, '--threads', '2'], { cwd })
  expect(first).toMatchObject({ code: 0, stderr: '' })
  expect(first.stdout.trimEnd().split('\n')).toHaveLength(1)
  const [a, b] = [JSON.parse(first.stdout), JSON.parse(second.stdout)]
  expect(a).toMatchObject({ task: 'classification', target: 'kind', seed: 3, files: [], run: expect.any(String) })
  expect(a.rows).toEqual({ train: 280, validation: 60, test: 60 })
  for (const split of ['train', 'validation', 'test']) {
    expect(Object.keys(a.metrics[split]).toSorted()).toEqual(classificationScoreNames.toSorted())
    expect(a.metrics[split].accuracy).toBeGreaterThan(0.8)
  }
  expect(a.epochs).toBeGreaterThanOrEqual(a.bestEpoch)
  expect(a.seconds.total).toBeGreaterThan(a.seconds.train)
  expect({ ...b.metrics, bestEpoch: b.bestEpoch }).toEqual({ ...a.metrics, bestEpoch: a.bestEpoch })
})

test('train takes columns by number, fractions, a configuration and a test file', async () => {
  const cwd = await plants()
  await writeFile(join(cwd, 'test.csv'), plantTable(150, 99))
  await writeFile(join(cwd, 'run.json'), JSON.stringify({ network: { hidden: [] }, training: { epochs: 15 } }))
  const args = ['train', 'plants.csv', '--target', '#5', '--ignore', '#4,place', '--valid', '0.2']
  const options = ['--test-file', 'test.csv', '--config', 'run.json', '--json']
  const { code, stdout, stderr } = await runDescent([...args, ...options], { cwd })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const result = JSON.parse(stdout)
  expect(result).toMatchObject({
    task: 'regression',
    target: 'weight',
    epochs: 15,
    rows: { train: 320, validation: 80, test: 150 },
    config: { network: { hidden: [] } },
  })
  // Two numbers and nothing else went in: one weight each, and a bias.
  expect(result.parameters).toBe(3)
  const named = ['rmse', 'mae', 'r2', 'mape', 'medianAe', 'explainedVariance', 'bias']
  expect(result.metrics.test).toEqual(Object.fromEntries(named.map((name) => [name, expect.any(Number)])))
})

test('--valid 0 and --test 0 give null metrics', async () => {
  const cwd = await plants()
  const args = ['train', 'plants.csv', '--target', 'kind', '--valid', '0', '--test', '0', '--json', ...quick]
  const { stdout } = await runDescent(args, { cwd })
  expect(JSON.parse(stdout).metrics).toMatchObject({ validation: null, test: null })
})

test('a model exported by train predicts what its project predicts', { timeout: 180_000 }, async () => {
  const cwd = await plants()
  await writeFile(join(cwd, 'new.csv'), 'place,height,width,note\nwood,2.5,3,x\nmoon,,4,\nhill,3,abc,y\nshore,40,5,z\n')
  const at = (name: string) => join(cwd, name)
  const imported = await runDescent(['import', 'plants.csv', '--project', 'p.descent', '--json'], { cwd })
  expect(imported.code).toBe(0)
  expect(JSON.parse(imported.stdout)).toMatchObject({ name: 'plants', rows: 400 })
  for (const target of ['kind', 'weight']) {
    const train = ['train', '--project', 'p.descent', '--dataset', 'plants', '--target', target, '--ignore']
    const trained = await runDescent(
      [...train, target === 'kind' ? 'weight' : 'kind', '--out', `${target}.onnx`, '--json', ...quick],
      { cwd },
    )
    expect(trained).toMatchObject({ code: 0, stderr: '' })
    const { run, files } = JSON.parse(trained.stdout)
    expect(files).toMatchObject([{ path: `${target}.onnx`, format: 'onnx', check: { split: 'test', rows: 60 } }])
    expect(files[0].check.largestDifference).toBeLessThan(1e-4)

    const byModel = await runDescent(['predict', `${target}.onnx`, 'new.csv', '--out', 'a.csv', '--json'], { cwd })
    const byProject = await runDescent(
      ['predict', '--project', 'p.descent', '--run', run, 'new.csv', '--out', 'b.csv', '--json'],
      { cwd },
    )
    expect(byModel).toMatchObject({ code: 0, stderr: '' })
    const report = JSON.parse(byModel.stdout)
    // A project knows its steps, and so why a row has no prediction; an exported file does not say.
    expect({ ...report, file: '' }).toEqual({ ...JSON.parse(byProject.stdout), file: '', gaps: [] })
    expect(report).toMatchObject({
      rows: 4,
      unusedColumns: ['note'],
      unseen: [{ column: 'place', rows: 1, examples: ['moon'] }],
      unparsed: [{ column: 'width', rows: 1, examples: ['abc'] }],
      outOfRange: [{ column: 'height', rows: 1 }],
    })
    const [a, b] = [await csv(at('a.csv')), await csv(at('b.csv'))]
    const added =
      target === 'kind' ? ['prediction', 'probability_flat', 'probability_large', 'probability_small'] : ['prediction']
    expect(a[0]).toEqual(['place', 'height', 'width', 'note', ...added])
    expect(b[0]).toEqual(a[0])
    expect(a.slice(1).map((row) => row.slice(0, 4))).toEqual([
      ['wood', '2.5', '3', 'x'],
      ['moon', '', '4', ''],
      ['hill', '3', 'abc', 'y'],
      ['shore', '40', '5', 'z'],
    ])
    for (const [i, row] of a.entries()) {
      for (const [k, cell] of row.entries()) {
        const other = b[i]?.[k] ?? ''
        if (k < 4 || Number.isNaN(Number(cell))) expect(cell).toBe(other)
        else expect(Number(cell)).toBeCloseTo(Number(other), 3)
      }
    }
  }

  const runs = JSON.parse((await runDescent(['runs', '--project', 'p.descent', '--json'], { cwd })).stdout)
  expect(runs).toMatchObject([
    { name: 'Run 1', state: 'finished', target: 'kind', created: expect.any(String) },
    { name: 'Run 2', state: 'finished', target: 'weight' },
  ])
  const exported = await runDescent(
    ['export', '--project', 'p.descent', '--run', 'Run 1', '--format', 'onnx', '--out', 'again.onnx', '--json'],
    { cwd },
  )
  expect(exported.code).toBe(0)
  expect(await readFile(at('again.onnx'))).toEqual(await readFile(at('kind.onnx')))
  expect(await runDescent(['check', 'p.descent'], { cwd })).toMatchObject({ code: 0, stdout: 'p.descent is sound.\n' })
})

test('train --out model.descent gives a project with data and run', async () => {
  const cwd = await plants()
  const trained = await runDescent(['train', 'plants.csv', '--target', 'weight', '--out', 'model.descent', ...quick], {
    cwd,
  })
  expect(trained.code).toBe(0)
  expect(trained.stdout).toContain('r2')
  const runs = await runDescent(['runs', '--project', 'model.descent', '--json'], { cwd })
  expect(JSON.parse(runs.stdout)).toMatchObject([{ target: 'weight', state: 'finished' }])
  expect(await readdir(cwd)).toEqual(['model.descent', 'plants.csv'])

  const { application } = await startApplication(await temporaryFolder())
  const { project } = await application.openProjectFile(join(cwd, 'model.descent'), { create: false })
  const [run] = (await application.handlers['projects.get']({ project })).runs
  const recipe = await application.handlers['recipes.get']({ project, dataset: run?.dataset ?? '' })
  expect(recipe).toEqual(run?.recipe)
})

test('profile says kinds, statistics and warnings', async () => {
  const cwd = await plants()
  const { code, stdout } = await runDescent(['profile', 'plants.csv', '--json'], { cwd })
  expect(code).toBe(0)
  const profile = JSON.parse(stdout)
  expect(profile.rows).toBe(400)
  expect(profile.columns.map(({ name, kind }: { name: string; kind: string }) => [name, kind])).toEqual([
    ['width', 'number'],
    ['height', 'number'],
    ['place', 'category'],
    ['kind', 'category'],
    ['weight', 'number'],
  ])
  expect(profile.columns[0]).toMatchObject({ missing: expect.any(Number), quartiles: expect.any(Array), warnings: [] })
  expect((await runDescent(['profile', 'plants.csv'], { cwd })).stdout).toContain('400 rows, 5 columns')
})

test('profile measures the columns against a target', async () => {
  const cwd = await plants()
  const { code, stdout } = await runDescent(['profile', 'plants.csv', '--target', 'kind', '--json'], { cwd })
  expect(code).toBe(0)
  const { target, columns } = JSON.parse(stdout)
  expect(target).toBe('kind')
  const measures = columns.map(({ relation }: { relation: { measure: string } | null }) => relation?.measure ?? null)
  expect(measures).toEqual(['correlationRatio', 'correlationRatio', 'cramersV', null, 'correlationRatio'])
  expect(columns[0].relation.value).toBeGreaterThan(columns[2].relation.value)
  expect((await runDescent(['profile', 'plants.csv', '--target', '#5'], { cwd })).stdout).toContain('with weight')
  const unknown = await runDescent(['profile', 'plants.csv', '--target', 'colour'], { cwd })
  expect(unknown).toMatchObject({ code: 3, stderr: expect.stringContaining('no column “colour”') })
})

test('convert writes one file or a folder, names what fails and goes on', async () => {
  const cwd = await temporaryFolder()
  const folder = join(cwd, 'in')
  await mkdir(folder)
  await writeFile(join(folder, 'a.csv'), 'x;y\r\n1,5;"a,b"\r\n2,5;NA\r\n3,25;"say ""hi"""\r\n')
  await writeFile(join(folder, 'a.txt'), '1\t2\n3\t4\n5\t6\n')
  await writeFile(join(folder, 'empty.csv'), '')
  await writeFile(join(folder, 'broken.csv'), Buffer.from([0, 1, 2, 3, 0, 255, 0, 7]))
  const one = await runDescent(['convert', 'in/a.csv', 'one.csv'], { cwd })
  expect(one.code).toBe(0)
  expect(await readFile(join(cwd, 'one.csv'), 'utf8')).toBe('x,y\r\n"1,5","a,b"\r\n"2,5",NA\r\n"3,25","say ""hi"""\r\n')
  const all = await runDescent(['convert', 'in', 'out'], { cwd })
  expect(all.code).toBe(1)
  expect(all.stderr).toMatch(/^broken\.csv: /)
  expect((await readdir(join(cwd, 'out'))).sort()).toEqual(['a.csv.csv', 'a.txt.csv', 'empty.csv'])
  expect(await readFile(join(cwd, 'out', 'a.txt.csv'), 'utf8')).toBe('1,2\r\n3,4\r\n5,6\r\n')
  expect(await readFile(join(cwd, 'out', 'empty.csv'), 'utf8')).toBe('')
})

test('Ctrl+C during training saves what was done and ends with 130', async () => {
  const cwd = await plants()
  await runDescent(['import', 'plants.csv', '--project', 'p.descent'], { cwd })
  const train = [
    'train',
    '--project',
    'p.descent',
    '--target',
    'kind',
    '--out',
    'm.onnx',
    '--json',
    '--progress',
    'json',
  ]
  await writeFile(join(cwd, 'run.json'), JSON.stringify({ training: { epochs: 1_000_000, earlyStopping: null } }))
  const { code, stdout, stderr } = await runDescent([...train, '--config', 'run.json'], {
    cwd,
    onStart: (child) => {
      const watch = (data: Buffer) => {
        if (!/"epoch":[1-9]/.test(data.toString())) return
        child.stderr?.off('data', watch)
        child.kill('SIGINT')
      }
      child.stderr?.on('data', watch)
    },
  })
  expect(code).toBe(130)
  const result = JSON.parse(stdout)
  expect(result).toMatchObject({ stopReason: 'stopped', files: [{ path: 'm.onnx' }] })
  const progress = stderr
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(progress.at(-1).progress).toMatchObject({ stage: expect.any(String) })
  const runs = JSON.parse((await runDescent(['runs', '--project', 'p.descent', '--json'], { cwd })).stdout)
  expect(runs).toMatchObject([{ state: 'finished', stopReason: 'stopped', epochs: result.epochs }])
  expect(await runDescent(['check', 'p.descent'], { cwd })).toMatchObject({ code: 0 })
})

test('serve prints its address and ends on Ctrl+C', async () => {
  const cwd = await temporaryFolder()
  const { code, stdout } = await runDescent(['serve', '--no-open', '--folder', cwd], {
    cwd,
    onStart: (child) => {
      child.stdout?.on('data', (data: Buffer) => {
        if (data.toString().includes('http://127.0.0.1:')) child.kill('SIGINT')
      })
    },
  })
  expect(stdout).toContain('Descent is at http://127.0.0.1:')
  expect(code).toBe(0)
})
