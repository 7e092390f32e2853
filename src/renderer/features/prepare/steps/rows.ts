import { columnsField, stepForm } from './form.ts'
import { selectionText } from './selection.ts'

const keeps = { first: 'The first', last: 'The last' } as const
const units = { rows: 'Rows', share: 'Share of the rows (0 to 1)' } as const

export const dropDuplicates = stepForm('dropDuplicates', {
  family: 'Rows',
  title: 'Leave out duplicates',
  help: 'Of rows that agree in all of these columns, one is kept.',
  why: 'The same row in training and in the test makes a model look better than it is.',
  words: 'drop remove duplicate unique distinct same repeated deduplicate',
  place: 30,
  fresh: { columns: 'all' },
  fields: [{ key: 'keep', label: 'Keep', help: 'In the order of the rows.', options: keeps }, columnsField],
  text: ({ columns, keep }) =>
    `${columns === 'all' ? 'all features and the target' : selectionText(columns)}, keep the ${keep}`,
})

export const sampleRows = stepForm('sampleRows', {
  family: 'Rows',
  title: 'Take a sample',
  help: 'Only so many rows, drawn at random, are used. The same seed draws the same rows.',
  why: 'A first try on a large table is quicker on a part of it.',
  words: 'sample random subset fewer',
  place: 60,
  fresh: { size: 10_000, unit: 'rows' },
  fields: [
    { key: 'size', label: 'Size', help: 'Of the rows that the steps before leave.' },
    { key: 'unit', label: 'Unit', help: 'A number of rows, or a share of them.', options: units },
    { key: 'seed', label: 'Seed', help: 'Another seed draws other rows.' },
  ],
  text: ({ size, unit }) => (unit === 'rows' ? `${size} rows` : `${Number((size * 100).toPrecision(6))} %`),
})

export const sortRows = stepForm('sortRows', {
  family: 'Rows',
  title: 'Sort the rows',
  help: 'The steps behind it see the rows in this order; missing values come last.',
  why: 'Which of several duplicates is the first depends on the order.',
  words: 'sort order ascending descending',
  place: 25,
  fresh: { column: '' },
  fields: [
    {
      key: 'column',
      label: 'Column',
      help: 'Whose values give the order.',
      entry: 'column',
      ask: 'Choose the column to sort by',
    },
    { key: 'descending', label: 'Largest first', help: 'The latest date, the largest number, the last text first.' },
  ],
  text: ({ column, descending }) =>
    column === '' ? 'no column yet' : `by ${column}${descending ? ', largest first' : ''}`,
})

export const excludeRows = stepForm('excludeRows', {
  family: 'Rows',
  title: 'Leave out chosen rows',
  help: 'These rows are used nowhere; all others stay in training, validation or test as they were.',
  why: 'A row with a wrong label or a typo teaches the wrong thing. Evaluate finds rows worth rechecking.',
  words: 'exclude remove drop delete mislabel wrong row number',
  place: 70,
  fresh: { rows: [] },
  fields: [
    {
      key: 'rows',
      label: 'Rows',
      help: 'Their numbers as Data shows them, from 1, with spaces between.',
      entry: 'rowNumbers',
    },
  ],
  text: ({ rows }) =>
    rows.length === 0
      ? 'no row yet'
      : rows.length <= 3
        ? `row ${rows.map((row) => row + 1).join(', ')}`
        : `${rows.length} rows`,
})
