import { expect, test } from 'vitest'
import { fitRecipe } from '../../../src/core/recipe/fit.ts'
import { refusalsOf } from '../../../src/main/compute/exports/refusals.ts'
import { stepSchema } from '../../../src/shared/recipes.ts'
import type { Activation } from '../../../src/shared/training.ts'
import { smallModel } from '../../support/models.ts'
import { coded, everyStep, numbers, recipeFor, tableOf } from '../../support/tables.ts'

function refusals(activation: Activation, more: object[] = []) {
  const steps = [...more.map((step, at) => stepSchema.parse({ id: `more${at}`, ...step })), ...everyStep]
  const city = coded('city', ['Bern', 'Köln', 'Bern', 'Köln', 'Bern', 'Köln', 'Bern', 'Köln'])
  const table = tableOf(city, numbers('target', [1, 4, 2, 6, 3, 8, 5, 7]))
  const { fitted, spec, weights } = smallModel(fitRecipe(table, recipeFor('target', { steps })).fitted, activation, 1)
  return refusalsOf({ fitted, spec: JSON.stringify(spec), weights })
}

test('a model that every format says is refused by none', () => {
  expect(refusals('relu')).toEqual([])
})

test('formats that cannot say a model are told with what of it, and what to do instead', () => {
  expect(refusals('gelu')).toEqual([
    { format: 'pmml', message: expect.stringContaining('gelu'), hint: expect.stringContaining('Train with ReLU') },
  ])
  const hashed = refusals('relu', [{ kind: 'hash', columns: 'categories', buckets: 3 }])
  expect(hashed.map(({ format }) => format)).toEqual(['sql', 'postgresql', 'excel', 'pmml'])
  for (const { message } of hashed) expect(message).toContain('“city”')
})
