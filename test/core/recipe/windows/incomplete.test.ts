import { expect, it } from 'vitest'
import { withSeries } from '../../../../src/core/recipe/windows/derive.ts'
import { incompleteWindows } from '../../../../src/core/recipe/windows/incomplete.ts'
import { stepSchema, type Step } from '../../../../src/shared/recipes.ts'
import { coded, numbers, recipeFor, tableOf } from '../../../support/tables.ts'

const table = tableOf(
  coded('shop', ['a', 'b', 'a', 'b', 'a', null, 'a', 'a']),
  numbers('sales', [1, 2, 3, 4, 5, 6, 7, 8]),
)
const window = (settings: object): Step =>
  stepSchema.parse({ kind: 'window', id: JSON.stringify(settings), column: 'sales', groupBy: 'shop', ...settings })
const found = (settings: object, of = table) =>
  incompleteWindows(of, recipeFor('sales ahead 1', { steps: [window(settings)] }))

it('counts the rows at the beginning of each series that have no whole window, and those of no series', () => {
  // Five rows of a, two of b, one of neither.
  expect(found({ statistic: 'lag', rows: [1, 3] })).toEqual([
    { column: 'sales lag 1', rows: 1 + 1 + 1 },
    { column: 'sales lag 3', rows: 3 + 2 + 1 },
  ])
  expect(found({ statistic: 'mean', rows: [2], present: true })).toMatchObject([{ rows: 3 }])
  expect(found({ statistic: 'difference', rows: [2] })).toMatchObject([{ rows: 3 + 2 + 1 }])
})

it('agrees with the rows in which a lag of a column without gaps is missing', () => {
  const recipe = recipeFor('y', { steps: [window({ statistic: 'lag', rows: [2] })] })
  const lag = withSeries(table, recipe, 'all').columns.find(({ name }) => name === 'sales lag 2')
  const missing = lag !== undefined && 'values' in lag ? lag.values.filter(Number.isNaN).length : 0
  expect(found({ statistic: 'lag', rows: [2] })).toEqual([{ column: 'sales lag 2', rows: missing }])
})

it('says nothing of a target ahead, nor of what the table has or lacks', () => {
  expect(found({ statistic: 'ahead', rows: [1] })).toEqual([])
  const given = tableOf(...table.columns, numbers('sales lag 1', [1, 2, 3, 4, 5, 6, 7, 8]))
  expect(found({ statistic: 'lag', rows: [1] }, given)).toEqual([])
  expect(found({ statistic: 'lag', rows: [1] }, tableOf(coded('shop', ['a'])))).toEqual([])
})
