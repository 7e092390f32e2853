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

export const robust = stepForm('robust', {
  family: 'Numbers',
  title: 'Scale robustly (median and quartiles)',
  help: 'Subtracts the median and divides by the width of the middle half; then values far out come ever nearer to ±3.',
  why: 'A few values are extreme: they move neither median nor quartiles, and clipped smoothly they do not drown the rest.',
  words: 'scale iqr quartile median outlier clip realmlp',
  place: 70,
  fresh: { columns: 'numbers' },
  fields: [
    {
      key: 'smoothClip',
      label: 'Clip smoothly',
      help: 'What lies far out comes ever nearer to ±3, and keeps its order.',
    },
    columnsField,
  ],
  text: ({ columns, smoothClip }) => `${selectionText(columns)}${smoothClip ? ', clipped smoothly' : ''}`,
})

export const maxAbs = stepForm('maxAbs', {
  family: 'Numbers',
  title: 'Scale by the largest size',
  help: 'Divides by the largest training value, its sign left aside: all are within -1 and 1, and 0 stays 0.',
  why: 'Most values are 0, and 0 means “none”.',
  words: 'max-abs maxabs absolute sparse scale',
  place: 70,
  fresh: { columns: 'numbers' },
  fields: [columnsField],
  text: ({ columns }) => selectionText(columns),
})
