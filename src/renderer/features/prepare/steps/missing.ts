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
  help: 'A row with an empty cell in one of these columns is not used at all.',
  why: 'Few rows are incomplete, or a value made up for the gap would mislead. Such rows get no prediction later.',
  words: 'drop remove na null empty incomplete',
  place: 20,
  fresh: { columns: 'all' },
  fields: [columnsField],
  text: ({ columns }) => selectionText(columns),
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
