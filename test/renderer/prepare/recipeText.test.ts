import { expect, it } from 'vitest'
import { readRecipeText, recipeText, stepsText } from '../../../src/renderer/features/prepare/recipeText.ts'
import { newStep, recipe } from './recipes.ts'

it('reads what it wrote', () => {
  expect(readRecipeText(recipeText(recipe))).toEqual({ recipe })
  expect(readRecipeText(`\n ${stepsText([newStep('oneHot', 'x')])}`)).toEqual({ steps: [newStep('oneHot', 'x')] })
})

it('takes a bare recipe', () => {
  expect(readRecipeText(JSON.stringify(recipe))).toEqual({ recipe })
})

it('takes steps as configurations have them, without ids', () => {
  const step = { kind: 'minMax', columns: ['a'] }
  const taken = { ...step, id: 'pasted-1', enabled: true }
  expect(readRecipeText(JSON.stringify(step))).toEqual({ steps: [taken] })
  expect(readRecipeText(JSON.stringify([step, { ...step, id: 'own' }]))).toEqual({
    steps: [taken, { ...taken, id: 'own' }],
  })
})

it.each([
  ['a,b\n1,2', /not the text of a recipe/],
  ['{"a": 1}', /neither a recipe of Descent/],
  [JSON.stringify({ descent: 'steps', steps: [] }), /neither a recipe of Descent/],
  [JSON.stringify({ descent: 'steps', steps: [{ kind: 'sing', id: 'x' }] }), /neither a recipe of Descent/],
  [JSON.stringify({ descent: 'recipe', recipe: { ...recipe, version: 9 } }), /newer version/],
])('says why %s is none', (text, problem) => {
  expect(readRecipeText(text)).toEqual({ problem: expect.stringMatching(problem) })
})
