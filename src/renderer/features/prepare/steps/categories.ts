import { columnsField, stepForm } from './form.ts'
import { selectionText } from './selection.ts'

export const oneHot = stepForm('oneHot', {
  family: 'Categories',
  title: 'One-hot encode categories',
  help: 'Each level of a category becomes an input of its own that is 1 or 0.',
  why: 'The plain choice for categories with few levels: it claims no order between them.',
  words: 'one-hot dummy encode indicator category level',
  place: 80,
  fresh: { columns: 'categories', maxLevels: 50, minCount: 1, rare: 'zeros', unseen: 'zeros' },
  fields: [
    columnsField,
    {
      key: 'maxLevels',
      label: 'Levels kept at most',
      help: 'The most frequent levels get an input each.',
    },
    {
      key: 'minCount',
      label: 'Rows a level needs',
      help: 'A level in fewer training rows gets no input of its own.',
    },
    {
      key: 'rare',
      label: 'Rarer levels',
      help: 'Levels of the training rows that get no input of their own.',
      options: { zeros: '0 in all inputs', column: 'An input for all of them' },
    },
    {
      key: 'unseen',
      label: 'Levels not seen in training',
      help: 'A network has learned nothing of an input that is 0 in all training rows.',
      options: { zeros: '0 in all inputs', rare: 'As the rarer levels', column: 'An input of their own' },
    },
  ],
  text: ({ columns, maxLevels }) => `${selectionText(columns)}, at most ${maxLevels} levels each`,
})

export const rareLevels = stepForm('rareLevels', {
  family: 'Categories',
  title: 'Put rare levels together',
  help: 'Levels in few training rows, and levels not seen in training, become one level.',
  why: 'Of a level in a handful of rows a network learns noise.',
  words: 'group lump other infrequent category level bucket',
  place: 60,
  fresh: { columns: 'categories' },
  fields: [
    { key: 'minCount', label: 'Rows a level needs', help: 'A level in fewer training rows is rare.' },
    { key: 'minShare', label: 'Share it needs', help: 'A level in a smaller share of the training rows is rare too.' },
    { key: 'level', label: 'Becomes', help: 'The level that stands for all of them.', entry: 'text' },
    columnsField,
  ],
  text: ({ columns, minCount }) => `${selectionText(columns)}, in fewer than ${minCount} rows`,
})

export const mergeLevels = stepForm('mergeLevels', {
  family: 'Categories',
  title: 'Merge levels',
  help: 'Different spellings of a level become one.',
  why: 'The same thing is written in several ways, and each way would be learned apart.',
  words: 'rename replace map recode spelling typo twin category level',
  place: 50,
  fresh: { columns: 'categories', merges: [] },
  fields: [{ key: 'merges', label: 'Levels', help: 'One a line, as Berne -> Bern.', entry: 'merges' }, columnsField],
  text: ({ columns, merges }) =>
    `${selectionText(columns)}, ${merges.reduce((sum, { levels }) => sum + levels.length, 0)} levels into ${merges.length}`,
})

const places = { missing: 'Missing', before: 'Before the first', after: 'Behind the last' } as const

export const ordinal = stepForm('ordinal', {
  family: 'Categories',
  title: 'Number levels in order',
  help: 'Levels become 0, 1, 2, … in their order.',
  why: 'Levels have an order that means something, such as small, medium, large.',
  words: 'ordinal rank label encode order category level integer number',
  place: 65,
  fresh: { columns: [] },
  fields: [
    columnsField,
    {
      key: 'order',
      label: 'Order',
      help: 'One level a line, from the least; where it is empty, by the alphabet or by value.',
      entry: 'levels',
    },
    { key: 'unseen', label: 'Levels not seen in training', help: 'Where they stand in the order.', options: places },
    { key: 'missing', label: 'Missing values', help: 'Where they stand in the order.', options: places },
  ],
  text: ({ columns, order }) =>
    `${selectionText(columns)}${order === undefined ? '' : `, ${order.slice(0, 3).join(' < ')}${order.length > 3 ? ' < …' : ''}`}`,
})

export const targetEncode = stepForm('targetEncode', {
  family: 'Categories',
  title: 'Encode by the mean target',
  help: 'A level becomes the mean target of its training rows, drawn towards the mean of all; no row sees its own target.',
  why: 'Categories with many levels, such as postcodes, of which one-hot encoding would make too many inputs.',
  words: 'target mean likelihood impact encode smoothing cross-fitted category level high cardinality',
  place: 65,
  fresh: { columns: [] },
  fields: [
    columnsField,
    {
      key: 'smoothing',
      label: 'Smoothing',
      help: 'Rows of the overall mean that are added to each level; where it is empty, by how much the levels differ.',
      blank: 'by the data',
    },
    { key: 'folds', label: 'Folds', help: 'A training row takes the numbers learned without its fold.' },
    { key: 'maxLevels', label: 'Levels kept at most', help: 'A rarer one counts as not seen in training.' },
    { key: 'seed', label: 'Seed', help: 'Of the folds.' },
  ],
  text: ({ columns }) => selectionText(columns),
})

export const frequency = stepForm('frequency', {
  family: 'Categories',
  title: 'Encode by frequency',
  help: 'A level becomes how often it occurs in the training rows.',
  why: 'How common a level is matters more than which one it is.',
  words: 'frequency count share encode category level',
  place: 65,
  fresh: { columns: [] },
  fields: [
    columnsField,
    {
      key: 'as',
      label: 'As',
      help: 'Of the training rows.',
      options: { share: 'Share of the rows', count: 'Number of rows' },
    },
  ],
  text: ({ columns, as }) => `${selectionText(columns)}, as ${as}`,
})

export const hash = stepForm('hash', {
  family: 'Categories',
  title: 'Hash levels into buckets',
  help: 'A level becomes one of a fixed number of buckets, whether it was seen in training or not.',
  why: 'Very many levels, and new ones every day. Levels that share a bucket cannot be told apart.',
  words: 'hash hashing trick bucket category level high cardinality',
  place: 65,
  fresh: { columns: [] },
  fields: [
    columnsField,
    { key: 'buckets', label: 'Buckets', help: 'More buckets keep more levels apart.' },
    { key: 'seed', label: 'Seed', help: 'Another one puts other levels together.' },
  ],
  text: ({ columns, buckets }) => `${selectionText(columns)}, ${buckets} buckets`,
})

export const embed = stepForm('embed', {
  family: 'Categories',
  title: 'Embed categories',
  help: 'A level becomes a row of numbers that the network learns, whatever it does with other categories.',
  why: 'Categories with many levels, of which similar ones should end up close to each other.',
  words: 'embedding entity learned vector index category level',
  place: 80,
  fresh: { columns: [] },
  fields: [
    columnsField,
    { key: 'maxLevels', label: 'Levels kept at most', help: 'The most frequent ones; any other has zeros.' },
  ],
  text: ({ columns, maxLevels }) => `${selectionText(columns)}, at most ${maxLevels} levels each`,
})

export const treatAs = stepForm('treatAs', {
  family: 'Categories',
  title: 'Take as another kind',
  help: 'Numbers become levels of a category, or levels that are all numbers become numbers.',
  why: 'Codes written in digits have no order; a scale from 1 to 5 has one.',
  words: 'convert cast kind type number category code',
  place: 5,
  fresh: { columns: [], as: 'category' },
  fields: [
    columnsField,
    {
      key: 'as',
      label: 'As',
      help: 'A number not seen in training is missing.',
      options: { category: 'Categories', number: 'Numbers' },
    },
  ],
  text: ({ columns, as }) => `${selectionText(columns)}, as ${as}`,
})
