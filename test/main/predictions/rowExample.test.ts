import { expect, it } from 'vitest'
import { exampleNote, rowExample } from '../../../src/main/predictions/row.ts'
import { fitRecipe } from '../../../src/core/recipe/fit.ts'
import { coded, numbers, recipeFor, tableOf } from '../../support/tables.ts'

const each = Array.from({ length: 40 }, (_, row) => row)
const table = tableOf(
  numbers('y', each),
  coded(
    'usual',
    each.map((row) => (row % 3 === 0 ? 'b' : 'a')),
  ),
  coded(
    'seldom',
    each.map((row) => (row % 4 === 0 ? 'x' : row % 4 === 1 && row > 20 ? 'z' : null)),
  ),
  numbers(
    'gaps',
    each.map((row) => (row % 5 === 0 ? row : null)),
  ),
)
const { fitted } = fitRecipe(table, recipeFor('y'))
const exampleOf = (name: string) => {
  const raw = fitted.rawInputs.find((input) => input.name === name)!
  return { value: rowExample(fitted, raw), note: exampleNote(raw), share: raw.missingShare }
}

it('begins with the most frequent category, and says so', () => {
  expect(exampleOf('usual')).toEqual({ value: 'a', note: 'Most frequent in training.', share: 0 })
})

it('begins without a value where most rows have none, and says so', () => {
  const category = exampleOf('seldom')
  expect(category).toMatchObject({ value: '', note: expect.stringMatching(/^Missing, as in \d+(\.\d+)?% of rows\.$/) })
  expect(exampleOf('gaps')).toMatchObject({ value: '', note: expect.stringMatching(/^Missing, as in 8/) })
})
