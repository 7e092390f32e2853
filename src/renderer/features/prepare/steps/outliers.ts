import { columnsField, stepForm } from './form.ts'
import { selectionText } from './selection.ts'

const methods = {
  iqr: 'Interquartile range',
  zScore: 'Standard deviation (z-score)',
} as const

const actions = { clip: 'Move to the limit', missing: 'Make missing', mark: 'Mark in a column beside it' } as const

export const outliers = stepForm('outliers', {
  family: 'Outliers',
  title: 'Treat outliers of numbers',
  help: 'What lies far from the rest of the training values is moved to the limit, made missing, or marked.',
  why: 'Single extreme values are slips, or drown what the others say.',
  words: 'winsorize clip iqr z-score fence extreme mark tukey',
  place: 20,
  fresh: { columns: 'numbers' },
  fields: [
    {
      key: 'method',
      label: 'Measured by',
      help: 'Quartiles are not moved by outliers; mean and deviation are.',
      options: methods,
    },
    {
      key: 'limit',
      label: 'Limit',
      help: 'So many interquartile ranges off the quartiles, or standard deviations off the mean; empty: 1.5 or 3.',
    },
    { key: 'action', label: 'Outliers', help: 'What becomes of them.', options: actions },
    columnsField,
  ],
  text: ({ columns, method, action }) =>
    `${selectionText(columns)}, ${methods[method].toLowerCase()}, ${actions[action].toLowerCase()}`,
})
