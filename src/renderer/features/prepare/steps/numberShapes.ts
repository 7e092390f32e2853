import { columnsField, stepForm } from './form.ts'
import { selectionText } from './selection.ts'

/** Behind the filling of gaps, before scaling. */
const beforeScaling = 60

export const log1p = stepForm('log1p', {
  family: 'Numbers',
  title: 'Logarithm of 1 + x',
  help: 'A number becomes the logarithm of it and 1, so that large ones come closer together and 0 stays 0.',
  why: 'Amounts, counts or incomes: many small values and a few very large ones.',
  words: 'log log1p logarithm skew long tail exponential',
  place: beforeScaling,
  fresh: { columns: 'numbers' },
  fields: [
    {
      key: 'signed',
      label: 'Signed',
      help: 'Takes the logarithm of the size and puts the sign back, so that numbers of -1 and below have one too.',
    },
    columnsField,
  ],
  text: ({ columns, signed }) => `${selectionText(columns)}${signed ? ', signed' : ''}`,
})

export const yeoJohnson = stepForm('yeoJohnson', {
  family: 'Numbers',
  title: 'Make normal by a power (Yeo-Johnson)',
  help: 'Finds for each column the power that brings its values closest to a normal distribution.',
  why: 'Skewed numbers, also negative ones, whose shape one would rather not study by hand.',
  words: 'power transform skew normal gaussian box-cox lambda',
  place: beforeScaling,
  fresh: { columns: 'numbers' },
  fields: [
    {
      key: 'standardize',
      label: 'Standardize',
      help: 'To mean 0 and standard deviation 1 after the transformation.',
    },
    columnsField,
  ],
  text: ({ columns, standardize }) => `${selectionText(columns)}${standardize ? ', standardized' : ''}`,
})

const outputs = { normal: 'A normal distribution', uniform: 'Shares from 0 to 1' } as const

export const quantile = stepForm('quantile', {
  family: 'Numbers',
  title: 'Replace by quantiles',
  help: 'A number becomes the share of the training rows below it, or the value of a normal distribution there.',
  why: 'Distributions of any shape, several peaks or wild outliers: only the order of the values counts.',
  words: 'rank percentile uniform normal gaussian distribution',
  place: beforeScaling,
  fresh: { columns: 'numbers' },
  fields: [
    { key: 'output', label: 'Becomes', help: 'Which distribution the training rows will have.', options: outputs },
    {
      key: 'quantiles',
      label: 'Quantiles',
      help: 'Between so many quantiles the share is linear; more follow the data closer.',
    },
    columnsField,
  ],
  text: ({ columns, output }) => `${selectionText(columns)}, ${outputs[output].toLowerCase()}`,
})

const methods = {
  equalCount: 'Equally many rows',
  equalWidth: 'Equal widths',
  edges: 'Edges by hand',
} as const

export const bin = stepForm('bin', {
  family: 'Numbers',
  title: 'Divide into intervals (bin)',
  help: 'A number becomes the number, or the name, of the interval it lies in.',
  why: 'The exact value is noise, or age groups and price classes are what counts.',
  words: 'discretize bucket histogram group interval category kbins',
  place: beforeScaling,
  fresh: { columns: 'numbers' },
  fields: [
    { key: 'method', label: 'Intervals of', help: 'How the training values are divided.', options: methods },
    {
      key: 'bins',
      label: 'Intervals',
      help: 'How many; where values are often the same, there may be fewer.',
      when: { key: 'method', is: ['equalCount', 'equalWidth'] },
    },
    {
      key: 'edges',
      label: 'Edges',
      help: 'The first number of each interval but the lowest, ascending.',
      entry: 'numbers',
      when: { key: 'method', is: ['edges'] },
    },
    {
      key: 'output',
      label: 'Becomes',
      help: 'A category can be one-hot encoded by a later step.',
      options: { number: 'The number of the interval', category: 'A category' },
    },
    columnsField,
  ],
  text: ({ columns, method, bins, edges, output }) =>
    `${selectionText(columns)}, ${method === 'edges' ? `at ${edges.join(', ')}` : `${bins} of ${methods[method].toLowerCase()}`}${output === 'category' ? ', as categories' : ''}`,
})

export const polynomial = stepForm('polynomial', {
  family: 'Numbers',
  title: 'Add products and powers',
  help: 'Adds columns for the products of each two, or three, of the columns, and for their squares.',
  why: 'Two values matter together, such as length times width. A network learns that too, but a small one faster this way.',
  words: 'polynomial interaction cross square cube feature',
  place: 75,
  fresh: { columns: [] },
  fields: [
    { key: 'degree', label: 'Factors', help: 'How many columns are multiplied at most.' },
    {
      key: 'interactionsOnly',
      label: 'Interactions only',
      help: 'Products of different columns, no squares and cubes.',
    },
    { key: 'maxColumns', label: 'At most', help: 'More products than this are refused: they need memory and time.' },
    columnsField,
  ],
  text: ({ columns, degree, interactionsOnly }) =>
    `${selectionText(columns)}, degree ${degree}${interactionsOnly ? ', interactions only' : ''}`,
})
