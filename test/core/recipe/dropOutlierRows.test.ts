import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitRecipe } from '../../../src/core/recipe/fit.ts'
import { previewRecipe } from '../../support/preview.ts'
import { prepareRows } from '../../../src/core/recipe/usableRows.ts'
import type { Recipe, Step } from '../../../src/shared/recipes.ts'
import type { Table } from '../../../src/core/table.ts'
import { coded, numbers, recipeFor, tableOf } from '../../support/tables.ts'
import { numberStep } from './fittedSteps.ts'

const rows = 60
const far = (row: number): boolean => row % 10 === 3

/** Every tenth row is far out in `x`, whichever part it falls into. */
function someTable(changed: (row: number, value: number) => number = (_, value) => value): Table {
  const all = Array.from({ length: rows }, (_, row) => row)
  return tableOf(
    numbers(
      'target',
      all.map((row) => (row * 17) % 23),
    ),
    numbers(
      'x',
      all.map((row) => changed(row, far(row) ? 1000 + row : (row * 7) % 11)),
    ),
    numbers(
      'y',
      all.map((row) => (row === 8 ? null : (row * 5) % 13)),
    ),
    numbers(
      'aside',
      all.map((row) => (row === 12 ? -900 : row % 5)),
    ),
  )
}

function recipeWith(steps: Step[], changes: Partial<Recipe> = {}): Recipe {
  const fill = numberStep({ kind: 'impute', method: 'median' })
  return recipeFor('target', {
    task: 'regression',
    roles: { aside: 'ignored' },
    steps: [...steps, fill],
    split: { validation: 0.2, test: 0.2, stratify: false, seed: 4 },
    ...changes,
  })
}

const byRange = numberStep({ kind: 'dropOutlierRows', method: 'iqr' })
const byForest = numberStep({ kind: 'dropOutlierRows', method: 'isolationForest', contamination: 0.05 })

describe('leaving out outlying training rows', () => {
  it.each([byRange, byForest])('by $method keeps the rows for validation and test', (step) => {
    const table = someTable()
    const whole = prepareRows(table, recipeWith([]))
    const left = prepareRows(table, recipeWith([step]))
    expect(left.rows.validation).toEqual(whole.rows.validation)
    expect(left.rows.test).toEqual(whole.rows.test)
    const dropped = whole.rows.train.filter((row) => !left.rows.train.includes(row))
    expect(dropped.length).toBeGreaterThan(0)
    expect(Array.from(dropped).every(far)).toBe(true)
    if (step === byRange) expect(Array.from(left.rows.train).some(far)).toBe(false)
    expect(left.droppedByStep.get(step.id)).toBe(dropped.length)
    expect(left.used).toHaveLength(rows - dropped.length)
  })

  it('says how many rows, and steps learn of the others alone', () => {
    const preview = previewRecipe(someTable(), recipeWith([byRange, numberStep({ kind: 'standardize' })]))
    const [dropped] = preview.rows.dropped
    expect(dropped!.reason).toBe('Training rows that are outliers')
    expect(preview.rows.train + preview.rows.validation + preview.rows.test).toBe(rows - dropped!.count)
    expect(preview.steps[0]!.summary).toBe(
      `${dropped!.count} training rows left out as outliers by interquartile range over all numbers`,
    )
    const { fitted } = fitRecipe(someTable(), recipeWith([byRange, numberStep({ kind: 'standardize' })]))
    const scale = fitted.steps.find(({ kind }) => kind === 'scale')
    if (scale?.kind !== 'scale') throw new Error('expected a scale')
    expect(scale.columns.find(({ name }) => name === 'x')!.offset).toBeLessThan(11)
  })

  it('looks at a column that a step names, feature or not, and says nothing of it', () => {
    const step = numberStep({ ...byRange, columns: ['aside', 'gone'] })
    const recipe = recipeWith([step], { split: { validation: 0, test: 0, stratify: false, seed: 0 } })
    const { rows: dealt } = prepareRows(someTable(), recipe)
    expect(Array.from({ length: rows }, (_, row) => row).filter((row) => !dealt.train.includes(row))).toEqual([12])
    const { findings } = previewRecipe(someTable(), recipe)
    expect(findings.map(({ kind, column }) => [kind, column])).toEqual([['stepWithoutColumn', 'gone']])
  })

  it('takes the outliers out of each fold’s training rows, and leaves them in its validation', () => {
    const recipe = recipeWith([byRange], {
      folds: { kind: 'rows', folds: 4, repeats: 1, stratify: false, shuffle: true, seed: 1 },
    })
    const { folds: foldsOf, rows: dealt } = prepareRows(someTable(), recipe)
    const folds = foldsOf()
    const whole = prepareRows(someTable(), { ...recipe, steps: [] })
    expect(dealt.validation).toEqual(whole.rows.validation)
    expect(folds).toHaveLength(4)
    for (const [index, fold] of folds!.entries()) {
      expect(Array.from(fold.train).some(far)).toBe(false)
      expect(fold.validation).toEqual(whole.folds()![index]!.validation)
    }
    expect(folds!.some(({ validation }) => Array.from(validation).some(far))).toBe(true)
  })

  it('changes nothing where a step is off, or has no number to look at', () => {
    const whole = prepareRows(someTable(), recipeWith([])).rows
    expect(prepareRows(someTable(), recipeWith([{ ...byRange, enabled: false }])).rows).toEqual(whole)
    expect(prepareRows(someTable(), recipeWith([numberStep({ ...byRange, columns: 'categories' })])).rows).toEqual(
      whole,
    )
  })

  it('counts the classes that are left', () => {
    const labels = Array.from({ length: rows }, (_, row) => (row % 2 === 0 ? 'even' : 'odd'))
    const [, ...features] = someTable().columns
    const table = tableOf(coded('target', labels), ...features)
    const { target } = prepareRows(table, recipeWith([byRange], { task: 'auto' }))
    if (target.task !== 'classification') throw new Error('expected classes')
    expect(target.counts[0]).toBe(30)
    expect(target.counts[1]).toBeLessThan(30)
  })

  it('refuses to leave nothing', () => {
    const table = tableOf(numbers('target', [1, 2, 3, 4]), numbers('x', [0, 1, 0, 1]))
    const step = numberStep({ kind: 'dropOutlierRows', method: 'zScore', limit: 0.5 })
    const split = { validation: 0, test: 0, stratify: false, seed: 0 }
    expect(() => prepareRows(table, recipeWith([step], { split }))).toThrow('Every training row would be left out')
  })

  it('can be abandoned', () => {
    const stop = (): never => {
      throw new Error('stop')
    }
    expect(() => fitRecipe(someTable(), recipeWith([byForest]), { onProgress: stop })).toThrow('stop')
  })

  it('depends on training rows alone', () => {
    const training = prepareRows(someTable(), recipeWith([])).rows.train
    const value = fc.double({ min: -1e4, max: 1e4, noNaN: true })
    fc.assert(
      fc.property(
        fc.array(value, { minLength: rows, maxLength: rows }),
        fc.constantFrom(byRange, byForest),
        (drawn, step) => {
          const changed = someTable((row, own) => (training.includes(row) ? own : drawn[row]!))
          const before = prepareRows(someTable(), recipeWith([step])).rows
          expect(prepareRows(changed, recipeWith([step])).rows).toEqual(before)
        },
      ),
      { numRuns: 30 },
    )
  })
})
