import { stepForm } from './form.ts'

const shortFormula = (formula: string) => (formula.length > 60 ? `${formula.slice(0, 59)}…` : formula)

export const formula = stepForm('formula', {
  family: 'Columns',
  title: 'Formula column',
  help: 'A new column is worked out of others of the same row.',
  why: 'A ratio, a difference of dates or a condition often says more than the columns it is made of.',
  words: 'compute calculate derive expression if sum ratio feature engineering new',
  place: 10,
  fresh: { name: '', formula: '' },
  fields: [
    {
      key: 'name',
      label: 'Name',
      help: 'A name that no column has yet.',
      entry: 'text',
      ask: 'Give the column a name',
    },
    {
      key: 'formula',
      label: 'Formula',
      help: 'As in a spreadsheet: weight / (height / 100) ^ 2, if(age < 18, 0, price), [net weight] * 2. A difference of dates is in days: (end - start) * 24 is in hours.',
      entry: 'formula',
      ask: 'Write the formula',
    },
  ],
  text: (step) => `${step.name === '' ? 'new column' : step.name} = ${shortFormula(step.formula)}`,
})

export const rename = stepForm('rename', {
  family: 'Columns',
  title: 'Rename a column',
  help: 'From here on the column has another name. Whoever uses the model still gives the old one.',
  why: 'A name is hard to read, or formulas name the column often.',
  words: 'name label call title',
  place: 10,
  fresh: { column: '', name: '' },
  fields: [
    {
      key: 'column',
      label: 'Column',
      help: 'As it is called now.',
      entry: 'column',
      ask: 'Choose the column to rename',
    },
    {
      key: 'name',
      label: 'New name',
      help: 'A name that no column has yet.',
      entry: 'text',
      ask: 'Give the column its new name',
    },
  ],
  text: ({ column, name }) => (column === '' ? 'no column yet' : `${column} to ${name}`),
})

export const filterRows = stepForm('filterRows', {
  family: 'Rows',
  title: 'Keep rows where a condition holds',
  help: 'Rows in which the condition is false, or missing, are not used for training, validation or the test.',
  why: 'Some rows are of another kind, or known to be wrong. Predictions are made for any row.',
  words: 'filter where select exclude remove subset condition',
  place: 20,
  fresh: { formula: '' },
  fields: [
    {
      key: 'formula',
      label: 'Condition',
      help: "For example: age >= 18 and country in ('CH', 'AT').",
      entry: 'condition',
      ask: 'Write the condition',
    },
  ],
  text: (step) => (step.formula === '' ? 'no condition yet' : shortFormula(step.formula)),
})
