import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../support/folder.ts'
import { writePlants } from '../../support/makeTable.ts'
import { runDescent } from '../../support/runDescent.ts'

test('predict writes intervals and flags where they are asked for, and a workbook by its name', async () => {
  const cwd = await temporaryFolder()
  await writePlants(join(cwd, 'plants.csv'), 300)
  await writeFile(join(cwd, 'new.csv'), 'place,height,width,kind\nwood,2.5,3,flat\nmoon,2500,3,flat\n')
  await runDescent(['import', 'plants.csv', '--project', 'p.descent'], { cwd })
  const train = [
    'train',
    '--project',
    'p.descent',
    '--dataset',
    'plants',
    '--target',
    'weight',
    '--epochs',
    '20',
    '--json',
  ]
  const { run } = JSON.parse((await runDescent(train, { cwd })).stdout)
  const predict = (...more: string[]) =>
    runDescent(['predict', '--project', 'p.descent', '--run', run, 'new.csv', ...more], { cwd })

  const asked = await predict('--interval', '80', '--flags', '--out', 'a.csv', '--json')
  expect(asked).toMatchObject({ code: 0, stderr: '' })
  expect(JSON.parse(asked.stdout)).toMatchObject({
    added: ['prediction', 'interval_80_lower', 'interval_80_upper', 'flags'],
    units: [{ column: 'height', name: '1,000 times too large', rows: 1 }],
  })
  const [, first, second] = (await readFile(join(cwd, 'a.csv'), 'utf8')).split('\r\n').map((line) => line.split(','))
  const [prediction, lower, upper] = (first ?? []).slice(4, 7).map(Number)
  expect(lower).toBeLessThan(prediction ?? NaN)
  expect(upper).toBeGreaterThan(prediction ?? NaN)
  expect(second?.at(-1)).toBe('outside: height; unseen: place; unit: height; apart')

  expect((await predict('--out', 'b.xlsx')).code).toBe(0)
  expect((await predict('--out', 'b.csv')).code).toBe(0)
  expect((await runDescent(['convert', 'b.xlsx', 'c.csv'], { cwd })).code).toBe(0)
  expect(await readFile(join(cwd, 'c.csv'), 'utf8')).toBe(await readFile(join(cwd, 'b.csv'), 'utf8'))

  expect((await runDescent(['predict', 'p.descent', 'new.csv', '--out', 'e.csv'], { cwd })).code).toBe(0)
  expect(await readFile(join(cwd, 'e.csv'), 'utf8')).toBe(await readFile(join(cwd, 'b.csv'), 'utf8'))

  for (const percent of ['all', '20', '100']) {
    const refused = await predict('--interval', percent, '--out', 'd.csv')
    expect(refused.code).toBe(2)
    expect(refused.stderr).toMatch(/a percentage from 50 to 99\.9/)
  }
  const ofFile = await runDescent(['predict', 'm.onnx', 'new.csv', '--flags', '--out', 'd.csv'], { cwd })
  expect(ofFile.code).toBe(2)
  expect(ofFile.stderr).toMatch(/--interval and --flags need a run/)
})
