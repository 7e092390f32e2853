import { columnsField, stepForm } from './form.ts'
import { selectionText } from './selection.ts'

const methods = {
  iqr: 'Interquartile range',
  zScore: 'Standard deviation (z-score)',
} as const

const valueMethods = { ...methods, percentiles: 'Percentiles (winsorize)' } as const

const actions = { clip: 'Move to the limit', missing: 'Make missing', mark: 'Mark in a column beside it' } as const

export const outliers = stepForm('outliers', {
  family: 'Outliers',
  title: 'Treat outliers of numbers',
  help: 'What lies far from the rest of the training values is moved to the limit, made missing, or marked.',
  why: 'Single extreme values are slips, or drown what the others say.',
  words: 'winsorize percentile quantile clip iqr z-score fence extreme mark tukey',
  place: 20,
  fresh: { columns: 'numbers' },
  fields: [
    {
      key: 'method',
      label: 'Measured by',
      help: 'Quartiles are not moved by outliers; mean and deviation are. Percentiles take the same share of every column.',
      options: valueMethods,
    },
    {
      key: 'limit',
      label: 'Limit',
      help: 'So many interquartile ranges off the quartiles, or standard deviations off the mean; empty: 1.5 or 3.',
      blank: 'usual: 1.5 or 3',
      when: { key: 'method', is: ['iqr', 'zScore'] },
    },
    {
      key: 'share',
      label: 'Share at each end',
      help: 'So much of the training values lies below the lower limit, and as much above the upper: 0.01 for one in a hundred.',
      blank: 'usual: 0.01',
      when: { key: 'method', is: ['percentiles'] },
    },
    { key: 'action', label: 'Outliers', help: 'What becomes of them.', options: actions },
    columnsField,
  ],
  text: ({ columns, method, action }) =>
    `${selectionText(columns)}, ${valueMethods[method].toLowerCase()}, ${actions[action].toLowerCase()}`,
})

const rowMethods = { isolationForest: 'Isolation forest over the columns', ...methods } as const

export const dropOutlierRows = stepForm('dropOutlierRows', {
  family: 'Outliers',
  title: 'Leave out outlying training rows',
  help: 'Rows far from the others are not trained on. Rows for validation and test stay, so that the measure is honest.',
  why: 'Some rows are slips or another kind of thing altogether, and the network should not follow them.',
  words: 'drop remove outlier isolation forest anomaly z-score iqr rows',
  place: 10,
  fresh: { columns: 'numbers' },
  fields: [
    {
      key: 'method',
      label: 'Measured by',
      help: 'An isolation forest sees unusual combinations; the other two look at each column on its own.',
      options: rowMethods,
    },
    {
      key: 'contamination',
      label: 'Share',
      help: 'The share of the training rows that is left out, 0.01 for one in a hundred.',
      when: { key: 'method', is: ['isolationForest'] },
    },
    {
      key: 'seed',
      label: 'Seed',
      help: 'Of the random trees.',
      when: { key: 'method', is: ['isolationForest'] },
    },
    {
      key: 'limit',
      label: 'Limit',
      help: 'So many interquartile ranges off the quartiles, or standard deviations off the mean; empty: 1.5 or 3.',
      blank: 'usual: 1.5 or 3',
      when: { key: 'method', is: ['iqr', 'zScore'] },
    },
    columnsField,
  ],
  text: ({ columns, method }) => `${selectionText(columns)}, ${rowMethods[method].toLowerCase()}`,
})
