import { describe, expect, it } from 'vitest'
import { describeStep, fittedTexts } from '../../../src/core/recipe/describe.ts'
import type { TableColumn } from '../../../src/core/table.ts'
import type { Step } from '../../../src/shared/recipes.ts'
import { fitSteps, stepOf } from '../../support/preparation.ts'
import { coded, dates, numbers } from '../../support/tables.ts'

const closing = [
  stepOf('dateToNumber'),
  stepOf('impute', { columns: 'numbers', method: 'constant', constant: 0 }),
  stepOf('oneHot', { columns: 'categories' }),
]

/** What is said of a step that is followed by those that make numbers of the rest. */
function said(column: TableColumn, step: Step): { summary: string; fitted: string[] } {
  const { fitted } = fitSteps([column, numbers('other', [1, 2, 3, 4])], [step, ...closing])
  const state = fitted.steps[0]!
  return {
    summary: describeStep(step, state, [], 0),
    fitted: fittedTexts(step, state).map(({ column: name, text }) => `${name}: ${text}`),
  }
}

const x = numbers('x', [1, null, 3, 8])
const town = coded('town', ['Bern', 'Bern', 'Berne', null])
const day = dates('day', ['2020-01-01', '2020-01-02', '2020-01-03', null])

describe('what a step does, in words', () => {
  it.each<[Step, TableColumn, string, string[]]>([
    [
      stepOf('missingIndicator'),
      x,
      'x: a column of 0 and 1 that says where the value is missing',
      ['x: 1 where missing, else 0'],
    ],
    [stepOf('missingIndicator'), numbers('x', [1, 2, 3, 4]), 'Nothing is missing in the training rows', []],
    [stepOf('dropSparseColumns', { maxShare: 0.2 }), x, 'x (25% missing) left out', ['x: 25% missing']],
    [stepOf('dropSparseColumns'), x, 'No column is that empty', []],
    [
      stepOf('imputeNearest', { columns: ['x'], neighbours: 2 }),
      x,
      'x: what is missing becomes the mean of the 2 nearest rows of 4 training rows',
      ['x: mean 4, standard deviation 2.94392'],
    ],
    [
      stepOf('imputeIterative', { columns: ['x'], rounds: 3, tolerance: 0 }),
      x,
      'x: what is missing is worked out from the other columns by 3 regressions',
      ['x: mean 4, standard deviation 2.94392'],
    ],
    [
      stepOf('rareLevels', { minCount: 2 }),
      town,
      'town: 1 level kept, any other becomes “(other)”',
      ['town: 1 level kept, any other becomes “(other)”'],
    ],
    [
      stepOf('mergeLevels', { merges: [{ into: 'Bern', levels: ['Berne'] }] }),
      town,
      'town: “Berne” becomes “Bern”',
      ['town: “Berne” becomes “Bern”'],
    ],
    [
      stepOf('ordinal'),
      town,
      'town: levels become 1 number',
      ['town: Bern 0, Berne 1; what is unseen becomes -1, what is missing stays missing'],
    ],
    [
      stepOf('frequency'),
      town,
      'town: levels become 1 number',
      ['town: Bern 0.5, Berne 0.25; what is unseen becomes 0, what is missing becomes 0.25'],
    ],
    [stepOf('hash', { buckets: 3 }), town, 'town: 3 buckets by the hash of the level', ['town: 3 buckets']],
    [stepOf('embed'), town, 'town: the index of the level, for an embedding', ['town: 2 levels: Bern, Berne']],
    [stepOf('treatAs', { columns: ['x'], as: 'category' }), x, 'x: numbers taken as categories', ['x: a category']],
    [
      stepOf('dateParts', { parts: ['month', 'dayOfYear'], cyclical: true, since: '2020-01-01', keepDays: true }),
      day,
      'day: month, day of year, as sine and cosine, elapsed days, days since 1970-01-01',
      ['day: month, day of year, as sine and cosine, elapsed days, days since 1970-01-01'],
    ],
    [
      stepOf('dateParts', { parts: ['year'], holidays: 'XX-YY', untilHoliday: true }),
      day,
      'day: year, public holidays of XX-YY (2010 to 2050), days to the next one',
      ['day: year, public holidays of XX-YY (2010 to 2050), days to the next one'],
    ],
    [stepOf('textLength'), town, 'town: the number of characters', ['town: number of characters']],
    [
      stepOf('textWords'),
      town,
      'town: 1 word by how often and how rare they are: bern',
      ['town: 1 word by how often and how rare they are: bern'],
    ],
  ])('%o', (step, column, summary, fitted) => {
    expect(said(column, step)).toEqual({ summary, fitted })
  })
})
