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
  expect(JSON.parse(stdout).warnings).toContainEqual({ kind: 'madeOfTarget', column: 'double', message })
  expect(stderr).toMatch(/^Warning: “double” is made of “weight”/m)
})

test('a step is named with its place and kind where a warning or a refusal is about it', async () => {
  const window = { kind: 'window', column: 'width', statistic: 'lag', rows: [1] }
  const warned = await train({ steps: [window, ...closing] })
  expect(warned).toMatchObject({ code: 0, stderr: expect.stringMatching(/^Warning: .* \(step 1, window\)$/m) })
  const wrong = await train({ steps: [{ kind: 'filterRows', formula: 'widht > 3' }, ...closing] })
  expect(wrong).toMatchObject({ code: 3, stderr: expect.stringMatching(/“widht”.* \(step 1, filterRows\)$/m) })
})

test.each([
  [
    'a step',
    { steps: [...closing, { kind: 'standardize', columns: ['heigth', 'width'] }] },
    'The step is to work on “heigth”, which is no column of the table. (step 3, standardize)',
    /Did you mean “height”/,
  ],
  [
    'a step of the target',
    { steps: [{ kind: 'minMax', columns: ['weight'] }, ...closing] },
    'The step is to work on “weight”, which is the target. (step 1, minMax)',
    /take “weight” out of the step/,
  ],
  [
    'a role',
    { roles: { gone: 'feature' } },
    'The configuration gives “gone” the role feature, and plants.csv has no such column.',
    /^Its columns: /,
  ],
])('%s that names a column that is gone is refused before it runs', async (_what, recipe, message, hint) => {
  const { code, stdout } = await train(recipe)
  expect(code).toBe(3)
  expect(JSON.parse(stdout).error).toMatchObject({ message, hint: expect.stringMatching(hint) })
})

test('a column that is ignored and gone is no loss', async () => {
  expect((await train({ roles: { gone: 'ignored' }, steps: closing })).code).toBe(0)
})
