import { expect, it } from 'vitest'
import { wholeTexts } from '../../../src/core/recipe/wholeTexts.ts'
import type { Step } from '../../../src/shared/recipes.ts'
import { fitSteps, stepOf } from '../../support/preparation.ts'
import { coded, numbers } from '../../support/tables.ts'

const note = coded('note', ['red wine', 'white wine', 'red beer', null])
const place = coded('place', ['hill', 'wood', 'hill', 'wood'])
const encode = stepOf('oneHot', { columns: 'categories' })
const wholeOf = (...steps: Step[]) => [...wholeTexts(fitSteps([note, place, numbers('x', [1, 2, 3, 4])], steps).fitted)]
const fill = stepOf('impute', { columns: 'numbers', method: 'constant', constant: 0 })

it.each([
  ['words', stepOf('textWords', { columns: ['note'], keepText: false, minRows: 1 })],
  ['hashed words', stepOf('textWords', { columns: ['note'], keepText: false, method: 'hash', buckets: 4 })],
  ['length', stepOf('textLength', { columns: ['note'], keepText: false })],
])('are those that are looked up as they stand, not those of which an input takes: %s', (_, apart) => {
  expect(wholeOf(apart, fill, encode)).toEqual(['place'])
  expect(wholeOf(stepOf('missingIndicator', { columns: ['note'] }), apart, fill, encode)).toEqual(['place'])
})

it('are those, too, that are looked up beside it', () => {
  const words = stepOf('textWords', { columns: ['note'], keepText: true, minRows: 1 })
  expect(wholeOf(words, fill, encode).toSorted()).toEqual(['note', 'place'])
  expect(wholeOf(stepOf('hash', { columns: ['note'], buckets: 4 }), fill, encode).toSorted()).toEqual(['note', 'place'])
})
