import { describe, expect, it } from 'vitest'
import { fitChain } from '../../../src/core/recipe/imputation/chainedRegressions.ts'
import type { Table } from '../../../src/core/table.ts'
import type { FittedRecipe, Step } from '../../../src/shared/recipes.ts'
import { fitSteps, preparedNumbers, stateOf, stepOf } from '../../support/preparation.ts'
import { coded, numbers, tableOf } from '../../support/tables.ts'
import reference from './kindsReference.json' with { type: 'json' }

type Rows = readonly (readonly (number | null)[])[]

const numbered = <T extends object>(all: readonly T[]): (T & { index: number })[] =>
  all.map((one, index) => ({ ...one, index }))

/** Columns a, b, c, … of row-major values. */
function columnsOf(rows: Rows): Table['columns'] {
  const [first = []] = rows
  return first.map((_, column) =>
    numbers(
      String.fromCharCode(97 + column),
      rows.map((row) => row[column] ?? null),
    ),
  )
}

/** Row-major what the fitted steps make of a table. */
function rowsOf(table: Table, fitted: FittedRecipe): number[][] {
  const columns = Object.values(preparedNumbers(table, fitted))
  return Array.from({ length: table.rows }, (_, row) => columns.map((values) => values[row]!))
}

function expectRows(found: number[][], wanted: Rows): void {
  expect(found.length).toBe(wanted.length)
  for (const [row, values] of wanted.entries()) {
    expect(found[row]!.length).toBe(values.length)
    for (const [column, value] of values.entries()) {
      const difference = Math.abs(found[row]![column]! - value!)
      expect(difference).toBeLessThanOrEqual(1e-9 * Math.max(1e-3, Math.abs(value!)))
    }
  }
}

function expectFilled(
  step: Step,
  one: { train: Rows; later: Rows; filledTrain: Rows; filledLater: Rows },
): FittedRecipe {
  const { table, fitted } = fitSteps(columnsOf(one.train), [step])
  expectRows(rowsOf(table, fitted), one.filledTrain)
  expectRows(rowsOf(tableOf(...columnsOf(one.later)), fitted), one.filledLater)
  return fitted
}

describe('as scikit-learn', () => {
  it.each(numbered(reference.nearest))('imputeNearest $index', (one) => {
    const { neighbours, weighting } = one
    expectFilled(stepOf('imputeNearest', { neighbours, weighting }), one)
  })

  it.each(numbered(reference.chained))('imputeIterative $index', (one) => {
    const { rounds, roundsRun, strength, tolerance } = one
    const fitted = expectFilled(stepOf('imputeIterative', { rounds, strength, tolerance }), one)
    const { chain, columns } = stateOf(fitted, 'imputeIterative')
    expect(chain.length).toBe(roundsRun * (columns.length - 1))
  })

  it.each(numbered(reference.oneHot))('oneHot with a column of rare and unseen levels $index', (one) => {
    const { minCount, maxLevels } = one
    const step = stepOf('oneHot', { minCount, maxLevels, rare: 'column', unseen: 'rare' })
    const { table, fitted } = fitSteps([coded('x', one.values)], [step])
    expectRows(rowsOf(table, fitted), one.encoded)
    expectRows(rowsOf(tableOf(coded('x', one.later)), fitted), one.encodedLater)
  })

  it.each(numbered(reference.ordinal))('ordinal $index', (one) => {
    const { order } = one
    const { table, fitted } = fitSteps([coded('x', one.values)], [stepOf('ordinal', order === null ? {} : { order })])
    expect(preparedNumbers(table, fitted)['x']).toEqual(one.encoded)
    expect(preparedNumbers(tableOf(coded('x', one.later)), fitted)['x']).toEqual(one.encodedLater)
  })

  it.each(numbered(reference.targetMeans))('targetEncode $index', (one) => {
    const smoothing = typeof one.smoothing === 'number' ? one.smoothing : null
    const target = one.kind === 'continuous' ? numbers('y', one.target.map(Number)) : coded('y', one.target.map(String))
    const { fitted } = fitSteps([coded('x', one.values)], [stepOf('targetEncode', { smoothing })], target)
    expectRows(rowsOf(tableOf(coded('x', one.later)), fitted), one.encodedLater)
  })

  it.each(numbered(reference.tfidf))('textWords $index', (one) => {
    const { maxWords, minRows, maxShare } = one
    const step = stepOf('textWords', { maxWords, minRows, maxShare })
    const { table, fitted } = fitSteps([coded('x', one.texts, 'text')], [step])
    expect(Object.keys(preparedNumbers(table, fitted))).toEqual(one.words.map((word) => `x: ${word}`))
    expectRows(rowsOf(table, fitted), one.encoded)
    expectRows(rowsOf(tableOf(coded('x', one.later, 'text')), fitted), one.encodedLater)
  })
})

describe('imputeIterative', () => {
  it('ends as soon as no value changes', () => {
    const columns = [Float64Array.of(-1, 1, NaN), Float64Array.of(-1, 1, 0)]
    expect(fitChain(columns, { rounds: 100, strength: 1, tolerance: 1e-3 })).toHaveLength(1)
  })
})
