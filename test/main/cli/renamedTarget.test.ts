import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../support/folder.ts'
import { writePlants } from '../../support/makeTable.ts'
import { runDescent } from '../../support/runDescent.ts'

test('a renamed target is trained, judged on a file of its own, predicted and listed', async () => {
  const cwd = await temporaryFolder()
  await writePlants(join(cwd, 'plants.csv'), 100)
  await writePlants(join(cwd, 'test.csv'), 40, 5)
  const recipe = {
    roles: { kind: 'ignored' },
    steps: [
      { kind: 'rename', column: 'weight', name: 'plant weight' },
      { kind: 'formula', name: 'area', formula: 'width * height' },
      { kind: 'impute', columns: 'numbers', method: 'median' },
      { kind: 'oneHot', columns: 'categories' },
    ],
  }
  await writeFile(join(cwd, 'run.json'), JSON.stringify({ recipe, training: { epochs: 2 } }))
  const train = ['train', 'plants.csv', '--target', 'weight', '--config', 'run.json', '--json']
  const [trained, refused] = await Promise.all([
    // By the name that the file has for it.
    runDescent([...train, '--test-file', 'test.csv', '--out', 'p.descent'], { cwd }),
    runDescent([...train, '--ignore', 'weight'], { cwd }),
  ])
  expect(trained).toMatchObject({ code: 0, stderr: '' })
  const { target, metrics } = JSON.parse(trained.stdout)
  expect(target).toBe('plant weight')
  expect(metrics.test).toMatchObject({ rmse: expect.any(Number), r2: expect.any(Number) })
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('also in --ignore') })

  const listed = await runDescent(['runs', '--project', 'p.descent', '--json'], { cwd })
  const [run] = JSON.parse(listed.stdout)
  expect(run).toMatchObject({ target: 'plant weight' })
  const predicted = await runDescent(
    ['predict', '--project', 'p.descent', '--run', run.run, 'test.csv', '--out', 'a.csv', '--json'],
    { cwd },
  )
  expect(predicted).toMatchObject({ code: 0, stderr: '' })
  // The file has the target under its own name, which is no column that nothing needs.
  expect(JSON.parse(predicted.stdout)).toMatchObject({ rows: 40, missingColumns: [], unusedColumns: ['kind'] })
}, 120_000)
