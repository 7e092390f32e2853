import { columnsField, stepForm } from './form.ts'
import { selectionText } from './selection.ts'

const keepText = {
  key: 'keepText',
  label: 'Keep the text',
  help: 'For a further step that works on it.',
} as const

export const textLength = stepForm('textLength', {
  family: 'Texts',
  title: 'Count characters',
  help: 'A text becomes the number of its characters; a missing one has none.',
  why: 'How much somebody wrote tells something.',
  words: 'text length characters size',
  place: 70,
  fresh: { columns: [] },
  fields: [columnsField, keepText],
  text: ({ columns }) => selectionText(columns),
})

const methods = { tfidf: 'The most frequent words (TF-IDF)', hash: 'Buckets of words by their hash' } as const

export const textWords = stepForm('textWords', {
  family: 'Texts',
  title: 'Count words',
  help: 'A text becomes an input a word: how often the text has it, and how rare it is elsewhere.',
  why: 'Comments, titles or descriptions whose words tell something.',
  words: 'text words tf-idf tfidf bag of words hashing vectorize',
  place: 70,
  fresh: { columns: [] },
  fields: [
    columnsField,
    { key: 'method', label: 'Inputs for', help: 'Buckets need no list of words, and mix some.', options: methods },
    {
      key: 'maxWords',
      label: 'Words at most',
      help: 'The most frequent ones of the training rows.',
      when: { key: 'method', is: ['tfidf'] },
    },
    {
      key: 'minRows',
      label: 'Rows a word needs',
      help: 'A word in fewer training rows gets no input.',
      when: { key: 'method', is: ['tfidf'] },
    },
    {
      key: 'maxShare',
      label: 'Share of the rows at most',
      help: 'A word in a larger share of the training rows gets no input.',
      when: { key: 'method', is: ['tfidf'] },
    },
    {
      key: 'buckets',
      label: 'Buckets',
      help: 'More buckets keep more words apart.',
      when: { key: 'method', is: ['hash'] },
    },
    keepText,
  ],
  text: ({ columns, method, maxWords, buckets }) =>
    `${selectionText(columns)}, ${method === 'tfidf' ? `at most ${maxWords} words` : `${buckets} buckets`}`,
})
