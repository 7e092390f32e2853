import { columnsField, stepForm } from './form.ts'
import { selectionText } from './selection.ts'

export const oneHot = stepForm('oneHot', {
  family: 'Categories',
  title: 'One-hot encode categories',
  help: 'Each level of a category becomes an input of its own that is 1 or 0.',
  why: 'The plain choice for categories with few levels: it claims no order between them.',
  words: 'one-hot dummy encode indicator category level',
  place: 80,
  fresh: { columns: 'categories', maxLevels: 50 },
  fields: [
    columnsField,
    {
      key: 'maxLevels',
      label: 'Levels kept at most',
      help: 'The most frequent levels get an input each; a rarer one is 0 in all of them.',
    },
  ],
  text: ({ columns, maxLevels }) => `${selectionText(columns)}, at most ${maxLevels} levels each`,
})
