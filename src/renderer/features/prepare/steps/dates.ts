import { columnsField, stepForm } from './form.ts'
import { selectionText } from './selection.ts'

export const dateToNumber = stepForm('dateToNumber', {
  family: 'Dates',
  title: 'Turn dates into numbers',
  help: 'A date becomes the days since 1 January 1970.',
  why: 'What is to be predicted drifts with time. A network needs numbers.',
  words: 'date time days epoch trend',
  place: 10,
  fresh: { columns: 'dates' },
  fields: [columnsField],
  text: ({ columns }) => selectionText(columns),
})

const parts = {
  year: 'Year',
  quarter: 'Quarter',
  month: 'Month',
  day: 'Day of the month',
  weekday: 'Weekday, 1 Monday to 7 Sunday',
  hour: 'Hour',
  dayOfYear: 'Day of the year',
} as const

export const dateParts = stepForm('dateParts', {
  family: 'Dates',
  title: 'Take dates apart',
  help: 'A date becomes its year, month, weekday and so on, each an input.',
  why: 'What is to be predicted follows the seasons, the week or the time of day.',
  words:
    'date time year quarter month day weekday hour season cyclical sine cosine elapsed part component extract holiday',
  place: 10,
  fresh: { columns: 'dates' },
  fields: [
    { key: 'parts', label: 'Parts', help: 'Each becomes an input; in UTC.', entry: 'several', options: parts },
    {
      key: 'cyclical',
      label: 'As sine and cosine',
      help: 'Two inputs for each part that comes round again, so that December is next to January.',
    },
    {
      key: 'since',
      label: 'Days since',
      help: 'Adds the days elapsed since this date, as 2020-01-31.',
      entry: 'optionalText',
    },
    { key: 'keepDays', label: 'Keep the days since 1970', help: 'Adds what turning dates into numbers gives.' },
    columnsField,
  ],
  text: ({ columns, parts: chosen, cyclical }) =>
    `${selectionText(columns)}${chosen.length === 0 ? '' : `, ${chosen.map((part) => parts[part].split(',')[0]?.toLowerCase()).join(', ')}`}${cyclical ? ' as sine and cosine' : ''}`,
})
