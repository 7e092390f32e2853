import { expect, it } from 'vitest'
import { buildC } from '../../../../src/core/export/c/build.ts'
import { programOf } from '../../../../src/core/export/program/program.ts'
import type { TestVector } from '../../../../src/core/export/program/vectors.ts'
import { fitRecipe } from '../../../../src/core/recipe/fit.ts'
import { predictInC, selfCheck } from '../../../support/c.ts'
import { smallModel } from '../../../support/models.ts'
import { formulasOf } from '../../../support/steps.ts'
import { coded, everyStep, numbers, recipeFor, tableOf } from '../../../support/tables.ts'

const provenance = { version: '0.0.0', runName: 'Run /* 1 */ ??/', metrics: null, dataSha256: null }

/** A model whose names are none in C, and whose formula makes a text in capitals. */
function awkwardModel() {
  const features = [
    numbers('int', [1, 2, 3, 4, null, 6, 7, 8]),
    numbers('größe', [3, 1, 2, 5, 4, 7, 6, 9]),
    numbers('grosse', [1, 1, 2, 2, 3, 3, 4, 4]),
    numbers('年齢', [1, 2, 1, 2, 1, 2, 1, 2]),
    coded('*/ "city" \\', ['a*/', '"b"', 'c??/', null, 'a*/', '"b"', 'c??/', 'd\n']),
  ]
  const table = tableOf(
    ...features,
    coded(
      'target',
      Array.from({ length: 8 }, (_, row) => `class "${row % 2}" \\`),
    ),
  )
  const steps = [...formulasOf(features.slice(4)), ...everyStep]
  return smallModel(fitRecipe(table, recipeFor('target', { steps })).fitted, 'tanh', 1)
}

const row = { int: 2, größe: 3, grosse: 1, 年齢: 2, '*/ "city" \\': 'a*/' }

it('columns get names of C, and texts of any kind stand in the header', async () => {
  const model = awkwardModel()
  const source = buildC({ program: programOf(model), provenance, vectors: [] })
  for (const field of ['int_', 'gro_e', 'grosse', 'column_4', 'city'])
    expect(source).toMatch(new RegExp(`[ *]${field}; /\\*`))
  const [found] = await predictInC(model.fitted, source, [row], { alsoAsCpp: true })
  expect(found?.prediction).toMatch(/^class "[01]" \\$/)
})

it('a header compiled by itself predicts the rows that it carries', async () => {
  const model = awkwardModel()
  const program = programOf(model)
  const [found] = await predictInC(model.fitted, buildC({ program, provenance, vectors: [] }), [row])
  const expected = { row, prediction: found!.prediction, details: found!.details.map(Number) }
  const checked = (vector: TestVector) => selfCheck(buildC({ program, provenance, vectors: [vector] }))
  expect(await checked(expected)).toMatch(/^1 test vectors, largest difference/)
  await expect(checked({ ...expected, details: [0.5, 0.5] })).rejects.toMatchObject({ code: 1 })
})

it('a row whose texts take more room than there is has no prediction', async () => {
  const model = awkwardModel()
  const source = buildC({ program: programOf(model), provenance, vectors: [] })
  const long = { ...row, '*/ "city" \\': 'x'.repeat(70_000) }
  const found = await predictInC(model.fitted, source, [long, row])
  expect(found[0]?.prediction).toBeNull()
  expect(found[1]?.prediction).not.toBeNull()
})
