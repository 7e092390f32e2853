import { columnsField, stepForm } from './form.ts'
import { selectionText } from './selection.ts'

export const standardize = stepForm('standardize', {
  family: 'Numbers',
  title: 'Standardize',
  help: 'Subtracts the mean and divides by the standard deviation, so that all inputs have a like size.',
  why: 'A network learns fastest from inputs of like size. The first choice unless a few values are extreme.',
  words: 'scale z-score mean standard deviation normalize',
  place: 70,
  fresh: { columns: 'numbers' },
  fields: [columnsField],
  text: ({ columns }) => selectionText(columns),
})

export const minMax = stepForm('minMax', {
  family: 'Numbers',
  title: 'Scale to 0…1 (min-max)',
  help: 'Moves the least training value to 0 and the greatest to 1.',
  why: 'Values have natural limits, such as percentages or the brightness of a pixel. One extreme value squeezes all others.',
  words: 'scale range normalize min max',
  place: 70,
  fresh: { columns: 'numbers' },
  fields: [columnsField],
  text: ({ columns }) => selectionText(columns),
})
