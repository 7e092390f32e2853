import { expect, it } from 'vitest'
import { stepSchema, type ColumnView, type Step } from '../../../src/shared/recipes.ts'
import { previewRecipe } from '../../support/preview.ts'
import { dates, numbers, recipeFor, tableOf } from '../../support/tables.ts'

const rows = Array.from({ length: 12 }, (_, row) => row)
const day = (month: string) => rows.map((row) => `2024-${month}-${String(row + 1).padStart(2, '0')}T00:00:00.000Z`)
const table = tableOf(numbers('y', rows), numbers('x', rows), dates('ordered', day('01')), dates('sent', day('02')))

function madeBy(settings: object, column: string): ColumnView | undefined {
  const step: Step = stepSchema.parse({ id: 'made', ...settings })
  const { steps } = recipeFor('y')
  const recipe = recipeFor('y', { steps: [step, ...steps], targetScaling: 'none' })
  const { steps: seen } = previewRecipe(table, recipe, { looks: [{ step: 'made', column }] })
  return seen.find(({ id }) => id === 'made')?.after[0]
}

const formula = (text: string) => madeBy({ kind: 'formula', name: 'made', formula: text }, 'made')

it('says that the difference of two dates is in days', () => {
  expect(formula('sent - ordered')).toMatchObject({ unit: 'days', sample: expect.arrayContaining(['31']) })
  expect(formula("ordered - date('2024-01-01')")?.unit).toBe('days')
  expect(formula('if(x > 3, round(sent - ordered) + 1, 0)')?.unit).toBe('days')
})

it('says nothing of other numbers', () => {
  for (const text of ['(sent - ordered) / 7', 'year(sent) - year(ordered)', 'day(sent)', 'x - 1', 'hour(sent)'])
    expect(formula(text)).not.toHaveProperty('unit')
  expect(formula('sent + 1')).not.toHaveProperty('unit')
})

it('says that dates as numbers are in days', () => {
  expect(madeBy({ kind: 'dateToNumber', columns: 'dates' }, 'ordered')?.unit).toBe('days')
  const parts = { kind: 'dateParts', columns: 'dates', parts: [], since: '2024-01-01' }
  expect(madeBy(parts, 'ordered')).toMatchObject({ name: 'ordered elapsed days', unit: 'days' })
  expect(madeBy({ kind: 'dateParts', columns: 'dates', parts: ['month'] }, 'ordered')).not.toHaveProperty('unit')
})
