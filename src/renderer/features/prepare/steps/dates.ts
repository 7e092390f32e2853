import type { DatePart } from '../../../../shared/recipes/dates.ts'
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

function partsText(chosen: readonly DatePart[]): string {
  return chosen.map((part) => parts[part].split(',')[0]?.toLowerCase()).join(', ')
}

export const dateParts = stepForm('dateParts', {
  family: 'Dates',
  title: 'Take dates apart',
  help: 'A date becomes its year, month, weekday and so on, each an input.',
  why: 'What is to be predicted follows the seasons, the week or the time of day.',
  words:
    'date time year quarter month day weekday hour season cyclical sine cosine elapsed part component extract public bank holiday country region vacation',
  // Before dates become numbers: then none is left to take apart. What that step gave is kept.
  place: 9,
  fresh: { columns: 'dates', keepDays: true },
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
    {
      key: 'holidays',
      label: 'Public holidays of',
      help: 'Adds 1 for a public holiday there and 0 for any other day; no country, no such input.',
      entry: 'place',
    },
    {
      key: 'untilHoliday',
      label: 'Days to the next holiday',
      help: 'Adds how many days there are to the next one, 0 on it.',
      when: { key: 'holidays', is: 'given' },
    },
    columnsField,
  ],
  text: ({ columns, parts: chosen, cyclical, holidays }) =>
    [
      selectionText(columns),
      ...(chosen.length === 0 ? [] : [`${partsText(chosen)}${cyclical ? ' as sine and cosine' : ''}`]),
      ...(holidays === undefined ? [] : [`public holidays of ${holidays}`]),
    ].join(', '),
})
