import { expect, it } from 'vitest'
import { recipeOfConfig } from '../../../src/main/cli/configRecipe.ts'

const log = { kind: 'log1p', columns: 'numbers' }
const stepsOf = (steps: object[]) => recipeOfConfig({ recipe: { steps } }).steps?.map(({ id }) => id)

it('gives each step without an id one that no other has', () => {
  expect(stepsOf([log, log])).toEqual(['step1', 'step2'])
  expect(stepsOf([log, { id: 'step1', ...log }, { id: 'step3', ...log }, log])).toEqual([
    'step2',
    'step1',
    'step3',
    'step4',
  ])
})

it('refuses an id that two steps have', () => {
  expect(() => stepsOf([{ id: 'a', ...log }, log, { id: 'a', ...log }])).toThrow(
    'Steps 1 and 3 of the recipe have the same id “a”.',
  )
})
