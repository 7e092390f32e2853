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
