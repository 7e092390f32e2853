import { expect, it } from 'vitest'
import { fitRecipe } from '../../../src/core/recipe/fit.ts'
import { coded, numbers, recipeFor, tableOf } from '../../support/tables.ts'

const kinds = Array.from({ length: 20 }, (_, row) => (row % 2 === 0 ? 'a' : 'b'))
const places = Array.from({ length: 20 }, (_, row) => (row % 5 === 0 ? 'hill' : row % 7 === 0 ? 'shore' : 'wood'))
const table = tableOf(
  coded('target', kinds),
  coded('place', places),
  numbers(
    'size',
    places.map((_, row) => row),
  ),
)
const everything = recipeFor('target', { split: { validation: 0, test: 0, stratify: false, seed: 0 } })

it('lists the levels seen in training, most frequent first, and the range of a number', () => {
  const { rawInputs } = fitRecipe(table, everything).fitted
  expect(rawInputs.map(({ name, min, max, levels }) => ({ name, min, max, levels }))).toEqual([
    { name: 'place', min: null, max: null, levels: ['wood', 'hill', 'shore'] },
    { name: 'size', min: 0, max: 19, levels: null },
  ])
})

it('remembers how the texts of a column were read', () => {
  const reading = { numberFormat: 'commaDecimal', dateOrder: 'yearFirst' } as const
  const { rawInputs } = fitRecipe(table, everything, { sources: { size: { missingMarkers: ['-'], reading } } }).fitted
  expect(rawInputs.find(({ name }) => name === 'size')).toMatchObject({ missingMarkers: ['-'], reading })
  expect(rawInputs.find(({ name }) => name === 'place')?.reading.numberFormat).toBe('plain')
})
