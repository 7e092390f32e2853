import { columnsField, stepForm } from './form.ts'
import { selectionText } from './selection.ts'

const methods = {
  mean: 'Mean',
  median: 'Median',
  mode: 'Most frequent value (mode)',
  constant: 'A constant',
} as const

export const dropMissingRows = stepForm('dropMissingRows', {
  family: 'Missing values',
  title: 'Leave out rows with missing values',
  help: 'A row with an empty cell in one of these columns, or in more than a share of them, is not used at all. It looks at gaps of the table, not at those that other steps make.',
  why: 'Few rows are incomplete, or a value made up for the gap would mislead. Such rows get no prediction later.',
  words: 'drop remove na null empty incomplete',
  place: 20,
  fresh: { columns: 'all' },
  fields: [
    {
      key: 'maxShare',
      label: 'Missing at most',
      help: 'As a share of these columns, 0 to 1. At 0 a single gap is enough.',
    },
    columnsField,
  ],
  text: ({ columns, maxShare }) =>
    maxShare === 0 ? selectionText(columns) : `${selectionText(columns)}, more than ${maxShare * 100}% missing`,
})

export const impute = stepForm('impute', {
  family: 'Missing values',
  title: 'Fill missing values',
  help: 'An empty cell gets a value computed from the training rows.',
  why: 'A network cannot take an empty cell. The median is not moved by outliers; a category is best given a level of its own.',
  words: 'impute na null empty gap mean median mode constant replace',
  place: 30,
  fresh: { columns: 'numbers', method: 'median' },
  fields: [
    { key: 'method', label: 'Fill with', help: 'Mean and median are of numbers only.', options: methods },
    {
      key: 'constant',
      label: 'Constant',
      help: 'A number for numbers, any text for categories: a level of its own, such as (missing).',
      entry: 'constant',
      when: { key: 'method', is: ['constant'] },
    },
    columnsField,
  ],
  text: ({ columns, method, constant }) =>
    method === 'constant'
      ? `${selectionText(columns)}, with ${constant === undefined || constant === '' ? 'a constant' : String(constant)}`
      : `${selectionText(columns)}, ${methods[method].toLowerCase()}`,
})

const seedField = {
  key: 'seed',
  label: 'Seed',
  help: 'The same seed gives the same result.',
} as const

export const missingIndicator = stepForm('missingIndicator', {
  family: 'Missing values',
  title: 'Note what is missing',
  help: 'Adds an input that is 1 where the value is missing and 0 elsewhere, before the gaps are filled.',
  why: 'That a value is missing often tells something, and a filled gap hides it.',
  words: 'indicator flag was missing na null gap column',
  place: 20,
  fresh: { columns: 'numbers' },
  fields: [
    columnsField,
    {
      key: 'always',
      label: 'Also beside columns without gaps',
      help: 'Otherwise only columns with a missing value in the training rows get such an input.',
    },
  ],
  text: ({ columns }) => selectionText(columns),
})

export const dropSparseColumns = stepForm('dropSparseColumns', {
  family: 'Missing values',
  title: 'Leave out columns that are mostly empty',
  help: 'A column that is missing in more than this share of the training rows is not used.',
  why: 'What is filled in nearly every row tells little, and costs inputs.',
  words: 'drop remove sparse empty na null share columns',
  place: 15,
  fresh: { columns: 'all' },
  fields: [
    {
      key: 'maxShare',
      label: 'Missing at most',
      help: 'As a share of the training rows, 0 to 1.',
    },
    columnsField,
  ],
  text: ({ columns, maxShare }) => `${selectionText(columns)}, more than ${maxShare * 100}% missing`,
})

const weightings = { uniform: 'All the same', distance: 'Nearer rows more' } as const

export const imputeNearest = stepForm('imputeNearest', {
  family: 'Missing values',
  title: 'Fill numbers from the nearest rows',
  help: 'A missing number becomes the mean of the training rows that are most alike in the other chosen numbers.',
  why: 'Columns go together, so that like rows tell more than one value for all. Slow where many rows have gaps.',
  words: 'impute knn k nearest neighbours neighbors missing na null gap',
  place: 28,
  fresh: { columns: 'numbers' },
  fields: [
    { key: 'neighbours', label: 'Nearest rows', help: 'More of them give a smoother value.' },
    {
      key: 'weighting',
      label: 'Rows count',
      help: 'By the reciprocal of their distance, or alike.',
      options: weightings,
    },
    {
      key: 'maxRows',
      label: 'Training rows to look among',
      help: 'At most 10,000, drawn at random where there are more. More rows are nearer; they take longer and travel with the model.',
    },
    seedField,
    columnsField,
  ],
  text: ({ columns, neighbours }) => `${selectionText(columns)}, the nearest ${neighbours}`,
})

export const imputeIterative = stepForm('imputeIterative', {
  family: 'Missing values',
  title: 'Fill numbers by regression',
  help: 'A missing number is worked out from the other chosen numbers, in rounds, until the values settle.',
  why: 'Columns go together along straight lines, as lengths, weights and prices often do.',
  words: 'impute iterative mice chained ridge regression model missing na null gap',
  place: 28,
  fresh: { columns: 'numbers' },
  fields: [
    { key: 'rounds', label: 'Rounds at most', help: 'Each round works out every column with gaps once.' },
    { key: 'strength', label: 'Ridge', help: 'How strongly coefficients are pulled towards 0.' },
    {
      key: 'tolerance',
      label: 'Settled below',
      help: 'Rounds end when the largest change is below this share of the largest value.',
    },
    { key: 'maxRows', label: 'Training rows to learn from', help: 'Drawn at random where there are more.' },
    seedField,
    columnsField,
  ],
  text: ({ columns, rounds }) => `${selectionText(columns)}, up to ${rounds} rounds`,
})
