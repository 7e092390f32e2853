import { columnsField, stepForm } from './form.ts'
import { selectionText } from './selection.ts'

const statistics = {
  lag: 'The value so many rows before',
  difference: 'The difference to the value so many rows before',
  mean: 'The mean of the last rows',
  sum: 'The sum of the last rows',
  min: 'The least of the last rows',
  max: 'The greatest of the last rows',
  std: 'The standard deviation of the last rows',
  ahead: 'The value so many rows ahead, as the target',
} as const

const methods = {
  forward: 'The value before',
  backward: 'The value after',
  linear: 'On the line between both',
} as const

const orderField = {
  key: 'orderBy',
  label: 'Ordered by',
  help: 'A date or number. By role: the column with the role time, or else the rows as they stand.',
  entry: 'column',
  empty: 'By role, or as they stand',
} as const

const groupField = {
  key: 'groupBy',
  label: 'A series for each',
  help: 'Rows with the same value are a series. By role: those of the column with the role group, or else all rows.',
  entry: 'column',
  empty: 'By role, or all rows',
} as const

export const window = stepForm('window', {
  family: 'Series',
  title: 'Look back over rows',
  help: 'Derives columns from the rows before a row in time: what was, by how much it changed, how it went on average.',
  why: 'A network sees one row at a time; this tells it what came before, and never what comes after.',
  words: 'time series lag rolling moving average window difference horizon forecast shift',
  place: 2,
  fresh: { column: '', statistic: 'lag', rows: [1] },
  fields: [
    {
      key: 'column',
      label: 'Column',
      help: 'As the table was read; the target may be looked back at.',
      entry: 'column',
      ask: 'Choose the column to look back at',
    },
    { key: 'statistic', label: 'Derive', help: 'Each length gives a column of its own.', options: statistics },
    { key: 'rows', label: 'Rows', help: 'Lengths, such as 1, 7, 28.', entry: 'numbers' },
    orderField,
    groupField,
    {
      key: 'present',
      label: 'With the row itself',
      help: 'Whether the last of the rows is the row itself, not the one before.',
      when: { key: 'statistic', is: ['difference', 'mean', 'sum', 'min', 'max', 'std'] },
    },
    {
      key: 'atLeast',
      label: 'Known values',
      help: 'How many the rows must have; else the result is missing.',
      when: { key: 'statistic', is: ['mean', 'sum', 'min', 'max', 'std'] },
    },
  ],
  text: ({ column, statistic, rows }) =>
    column === '' ? 'no column yet' : `${column} ${statistic} ${rows.join(', ')}`,
})

export const fillFromNeighbours = stepForm('fillFromNeighbours', {
  family: 'Series',
  title: 'Fill from neighbouring rows',
  help: 'Fills gaps with the value before or after in time, or on the line between both.',
  why: 'In a series the rows beside a gap say more of it than a mean over all rows.',
  words: 'forward fill backward interpolate linear ffill bfill gaps time series missing',
  place: 1,
  fresh: { columns: 'numbers', method: 'forward' },
  fields: [
    columnsField,
    { key: 'method', label: 'With', help: 'Categories have no line between values.', options: methods },
    orderField,
    groupField,
  ],
  text: ({ columns, method }) => `${selectionText(columns)}, ${method}`,
})
