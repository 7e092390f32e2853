import { expect, it } from 'vitest'
import type { Finding } from '../../../src/shared/datasets.ts'
import type { Step } from '../../../src/shared/recipes.ts'
import { stepOf } from '../../support/preparation.ts'
import { previewRecipe } from '../../support/preview.ts'
import { coded, numbers, recipeFor, tableOf } from '../../support/tables.ts'

const rows = Array.from({ length: 20 }, (_, row) => row)
const table = tableOf(
  numbers('y', rows),
  numbers(
    'x',
    rows.map((row) => (row % 4 === 0 ? null : row)),
  ),
  numbers(
    'z',
    rows.map((row) => row * row),
  ),
  coded(
    'c',
    rows.map((row) => (row % 3 === 0 ? null : 'a')),
  ),
)
const median = stepOf('impute', { id: 'median', columns: 'numbers', method: 'median' })
const nearest = stepOf('imputeNearest', { columns: 'numbers' })
const iterative = stepOf('imputeIterative', { columns: 'numbers' })
const category = stepOf('impute', { id: 'category', columns: 'categories', method: 'constant' })

function found(...steps: Step[]): Finding[] {
  const all = [category, ...steps, stepOf('oneHot', { columns: 'categories' })]
  const split = { validation: 0, test: 0, stratify: false, seed: 0 }
  const { findings } = previewRecipe(table, recipeFor('y', { steps: all, split, task: 'regression' }))
  return findings.filter(({ kind }) => kind === 'nothingToFill')
}

it.each([nearest, iterative])('offers to fill from other columns before all gaps get one value: $kind', (step) => {
  expect(found(median, step)).toEqual([
    {
      kind: 'nothingToFill',
      severity: 'warning',
      step: step.id,
      message: 'Nothing is left to fill: step 2 fills it.',
      remedies: [{ kind: 'moveStep', label: 'Move it before step 2', step: step.id, before: 'median' }],
    },
  ])
})

it('offers to switch off what comes behind a step that leaves no gap', () => {
  const remedies = [{ kind: 'editStep', label: 'Switch this step off', step: 'median', settings: { enabled: false } }]
  expect(found(nearest, median)).toMatchObject([{ severity: 'info', step: 'median', remedies }])
})

it('says nothing of steps that fill something, or of columns without gaps', () => {
  expect(found(median)).toEqual([])
  expect(found(stepOf('impute', { columns: ['z'], method: 'median' }), nearest)).toEqual([])
  expect(found(median, stepOf('imputeNearest', { columns: ['z'] }))).toEqual([])
  expect(found(median, { ...nearest, enabled: false })).toEqual([])
})
