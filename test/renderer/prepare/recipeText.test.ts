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

it.each([
  ['a,b\n1,2', /not the text of a recipe/],
  ['{"a": 1}', /not a recipe of Descent/],
  [JSON.stringify({ descent: 'steps', steps: [] }), /not a recipe of Descent/],
  [JSON.stringify({ descent: 'steps', steps: [{ kind: 'sing', id: 'x' }] }), /not a recipe of Descent/],
  [JSON.stringify({ descent: 'recipe', recipe: { ...recipe, version: 9 } }), /newer version/],
])('says why %s is none', (text, problem) => {
  expect(readRecipeText(text)).toEqual({ problem: expect.stringMatching(problem) })
})
