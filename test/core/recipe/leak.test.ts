import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitRecipe, type FittedTable } from '../../../src/core/recipe/fit.ts'
import type { CodedColumn, NumericColumn, Table, TableColumn } from '../../../src/core/table.ts'
import { featuresArbitrary, recipeFor, tableOf, targetArbitrary } from '../../support/tables.ts'
import type { Recipe, Step } from '../../../src/shared/recipes.ts'
import { numberStep } from './fittedSteps.ts'

const rows = 30

/** The table with the features of the given rows taken from other columns of the same names and kinds. */
function withRowsFrom(table: Table, others: readonly TableColumn[], changed: ReadonlySet<number>): Table {
  const columns = table.columns.map((column): TableColumn => {
    const other = others.find(({ name }) => name === column.name)
    if (other === undefined) return column
    if ('values' in column && 'values' in other) return mixNumbers(column, other, changed)
    if ('codes' in column && 'codes' in other) return mixCodes(column, other, changed)
    throw new Error('the kinds differ')
  })
  return { rows: table.rows, columns }
}

function mixNumbers(column: NumericColumn, other: NumericColumn, changed: ReadonlySet<number>): NumericColumn {
  return { ...column, values: column.values.map((value, row) => (changed.has(row) ? other.values[row]! : value)) }
}

function mixCodes(column: CodedColumn, other: CodedColumn, changed: ReadonlySet<number>): CodedColumn {
  const levels = [...new Set([...column.levels, ...other.levels])]
  const codeOf = (from: CodedColumn, row: number): number =>
    from.codes[row]! < 0 ? -1 : levels.indexOf(from.levels[from.codes[row]!]!)
  return {
    ...column,
    levels,
    codes: column.codes.map((_, row) => codeOf(changed.has(row) ? other : column, row)),
  }
}

/** Changes a regression target outside the training rows; a class stays, for it decides the split. */
function withOtherTarget(target: TableColumn, changed: ReadonlySet<number>): TableColumn {
  if (!('values' in target)) return target
  return { ...target, values: target.values.map((value, row) => (changed.has(row) ? value * -3 + 1e6 : value)) }
}

const stepLists: Step[][] = [
  recipeFor('target').steps,
  [
    { kind: 'dateToNumber', id: 'dates', enabled: true, columns: 'dates' },
    { kind: 'impute', id: 'fill', enabled: true, columns: 'all', method: 'mode' },
    { kind: 'oneHot', id: 'encode', enabled: true, columns: 'categories', maxLevels: 2 },
    { kind: 'minMax', id: 'range', enabled: true, columns: 'all' },
  ],
  [
    { kind: 'dateToNumber', id: 'dates', enabled: true, columns: 'dates' },
    { kind: 'impute', id: 'fillNumbers', enabled: true, columns: 'numbers', method: 'mean' },
    { kind: 'impute', id: 'fill', enabled: true, columns: 'categories', method: 'constant', constant: '?' },
    { kind: 'oneHot', id: 'encode', enabled: true, columns: 'categories', maxLevels: 50 },
    { kind: 'standardize', id: 'scale', enabled: true, columns: 'all' },
  ],
  [
    numberStep({ kind: 'dateToNumber', columns: 'dates' }),
    numberStep({ kind: 'outliers', action: 'mark' }),
    numberStep({ kind: 'outliers', id: 'gone', method: 'zScore', limit: 1.5, action: 'missing' }),
    numberStep({ kind: 'impute', method: 'median' }),
    numberStep({ kind: 'oneHot', columns: 'categories', maxLevels: 3 }),
    numberStep({ kind: 'yeoJohnson' }),
    numberStep({ kind: 'quantile', quantiles: 7 }),
    numberStep({ kind: 'robust' }),
    numberStep({ kind: 'polynomial' }),
    numberStep({ kind: 'maxAbs' }),
    numberStep({ kind: 'bin', id: 'intervals', bins: 3 }),
  ],
]

describe('nothing leaks from validation and test rows', () => {
  it('changes no fitted number when their values change', () => {
    let compared = 0
    fc.assert(
      fc.property(
        featuresArbitrary(rows),
        targetArbitrary(rows),
        fc.constantFrom(...stepLists),
        fc.constantFrom<Recipe['targetTransform']>('none', 'yeoJohnson'),
        fc.nat(),
        ({ features, others }, target, steps, targetTransform, seed) => {
          const split = { validation: 0.3, test: 0.2, stratify: true, seed }
          const recipe = recipeFor('target', { steps, split, targetTransform })
          const table = tableOf(target, ...features)
          const attempt = (of: Table): FittedTable | null => {
            try {
              return fitRecipe(of, recipe)
            } catch {
              return null
            }
          }
          const before = attempt(table)
          if (before === null) return
          compared++
          const { train } = before.rows
          const training = new Set(train)
          const changed = new Set(Array.from({ length: rows }, (_, row) => row).filter((row) => !training.has(row)))
          const mixed = withRowsFrom(table, others, changed)
          const [first, ...rest] = mixed.columns
          expect(attempt(tableOf(withOtherTarget(first!, changed), ...rest))).toEqual(before)
        },
      ),
      { numRuns: 200 },
    )
    expect(compared).toBeGreaterThan(50)
  })
})
