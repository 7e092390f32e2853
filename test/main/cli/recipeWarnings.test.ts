import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../support/folder.ts'
import { writePlants } from '../../support/makeTable.ts'
import { runDescent } from '../../support/runDescent.ts'

const closing = [
  { kind: 'impute', columns: 'numbers', method: 'median' },
  { kind: 'oneHot', columns: 'categories' },
]

async function train(recipe: object): ReturnType<typeof runDescent> {
  const cwd = await temporaryFolder()
  await writePlants(join(cwd, 'plants.csv'), 200)
  await writeFile(join(cwd, 'run.json'), JSON.stringify({ recipe, training: { epochs: 2 } }))
  return runDescent(['train', 'plants.csv', '--target', 'weight', '--config', 'run.json', '--json'], { cwd })
}

test('a training tells what Prepare warns of', async () => {
  const double = { kind: 'formula', name: 'double', formula: 'weight * 2' }
  const { code, stdout, stderr } = await train({ steps: [double, ...closing] })
  expect(code).toBe(0)
  const message = expect.stringContaining('“double” is made of “weight”')
  expect(JSON.parse(stdout).warnings).toContainEqual({ kind: expect.any(String), message })
  expect(stderr).toMatch(/^Warning: “double” is made of “weight”/m)
})

test.each([
  ['a step', { steps: [{ kind: 'standardize', columns: ['gone'] }, ...closing] }, '“gone”, which is no column there'],
  ['a step of the target', { steps: [{ kind: 'minMax', columns: ['weight'] }, ...closing] }, 'which is the target'],
  ['a role', { roles: { gone: 'feature' } }, 'gives “gone” the role feature, and plants.csv has no such column'],
])('%s that names a column that is gone is refused before it runs', async (_what, recipe, message) => {
  const { code, stdout } = await train(recipe)
  expect(code).toBe(2)
  expect(JSON.parse(stdout).error.message).toContain(message)
})

test('a column that is ignored and gone is no loss', async () => {
  expect((await train({ roles: { gone: 'ignored' }, steps: closing })).code).toBe(0)
})
