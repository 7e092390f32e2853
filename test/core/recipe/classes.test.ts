import { describe, expect, it } from 'vitest'
import { fitRecipe } from '../../../src/core/recipe/fit.ts'
import { prepareRows } from '../../../src/core/recipe/usableRows.ts'
import { actualTargets } from '../../../src/core/recipe/target.ts'
import { allRows, coded, numbers, recipeFor, tableOf } from '../../support/tables.ts'

const whole = { validation: 0, test: 0, stratify: false, seed: 0 }
const labels = ['low', 'high', 'mid', 'low', 'high', 'mid', 'low', 'odd']
const x = numbers('x', [1, 2, 3, 4, 5, 6, 7, 8])

describe('the order of classes', () => {
  it('is the one given, the others following as ever', () => {
    const table = tableOf(
      x,
      coded(
        'y',
        [...labels.slice(0, 7), 'odd', 'odd'].slice(0, 8).map((l) => (l === 'odd' ? 'mid' : l)),
      ),
    )
    const order = (classOrder: string[]) => {
      const { fitted } = fitRecipe(table, recipeFor('y', { split: whole, classOrder }))
      expect(fitted.target).toMatchObject({ task: 'classification' })
      const classes = fitted.target.task === 'classification' ? fitted.target.classes : []
      const actual = actualTargets(table, fitted, allRows(table))
      expect(Array.from(actual, (code) => classes[code])).toEqual(
        labels.map((label) => (label === 'odd' ? 'mid' : label)),
      )
      return classes
    }
    expect(order([])).toEqual(['high', 'low', 'mid'])
    expect(order(['low', 'mid', 'high'])).toEqual(['low', 'mid', 'high'])
    expect(order(['mid', 'unknown', 'mid'])).toEqual(['mid', 'high', 'low'])
  })

  it('holds for numbers that are classes', () => {
    const table = tableOf(x, numbers('y', [0, 1, 1, 0, -0, 1, 1, 0]))
    const { fitted } = fitRecipe(table, recipeFor('y', { split: whole, classOrder: ['1', '0'] }))
    expect(fitted.target).toMatchObject({ classes: ['1', '0'] })
    expect(Array.from(actualTargets(table, fitted, allRows(table)))).toEqual([1, 0, 0, 1, 1, 0, 0, 1])
  })
})

describe('the task that a target calls for', () => {
  it.each([
    [[1.5, 2.5, null], 'regression'],
    [[1.5, 2.5, 2.5, 1.5], 'classification'],
    [[1.5, 2.5, 3.5], 'regression'],
  ])('of numbers %j is a %s', (values, task) => {
    const table = tableOf(
      numbers(
        'x',
        values.map((_, row) => row),
      ),
      numbers('y', values),
    )
    expect(prepareRows(table, recipeFor('y', { task: 'auto', split: whole })).target.task).toBe(task)
  })
})

describe('rare classes', () => {
  const table = tableOf(x, coded('y', labels))

  it('are left out and counted where so many rows are asked for', () => {
    const { dropped, used, target } = prepareRows(table, recipeFor('y', { split: whole, leastClassRows: 2 }))
    expect(dropped).toEqual([{ reason: 'The target “y” is of a rare class (“odd”)', count: 1 }])
    expect([...used]).toEqual([0, 1, 2, 3, 4, 5, 6])
    expect(target).toMatchObject({ classes: ['high', 'low', 'mid'] })
  })

  it('are refused otherwise, and so is a target of one class that is left', () => {
    expect(() => prepareRows(table, recipeFor('y', { split: whole }))).toThrow(/“odd” .* has a single row/)
    expect(() => prepareRows(table, recipeFor('y', { split: whole, leastClassRows: 3 }))).toThrow(/always “low”/)
    expect(() => prepareRows(table, recipeFor('y', { split: whole, leastClassRows: 4 }))).toThrow(/No rows are left/)
  })
})
