import type { Step, StepState } from '../../../shared/recipes.ts'
import { ignoreRemedy, type CategoriesColumn, type Problem } from '../columns.ts'
import { percent } from '../describeWords.ts'
import type { PreparedColumn } from '../prepared.ts'
import { hashedWordValues, tfidfValues } from '../words/features.ts'
import { fitVocabulary } from '../words/vocabulary.ts'
import { columnFitter, type ExpressColumn, type Fitter } from './step.ts'

type TextWordsStep = Extract<Step, { kind: 'textWords' }>
type FittedTextWords = Extract<StepState, { kind: 'textWords' }>['columns'][number]

/** One number a word, called COLUMN: WORD, or a bucket, called COLUMN: words N. */
export function expressTextWords({ words, keepText }: FittedTextWords): ExpressColumn {
  return (column, nameOf) => {
    if (column.kind !== 'category') return [column]
    const { name, from, value: text } = column
    const isHashed = typeof words === 'number'
    const values = isHashed ? hashedWordValues(text, words) : tfidfValues(text, words)
    const made = values.map((value, at): PreparedColumn => {
      const label = isHashed ? `words ${at + 1}` : (words[at]?.word ?? '')
      return { kind: 'number', name: nameOf(`${name}: ${label}`), from, value }
    })
    return keepText ? [column, ...made] : made
  }
}

export function textWordsFitter(step: TextWordsStep): Fitter {
  return columnFitter(
    (column) => (column.kind === 'category' ? fitTextWords(step, column) : null),
    expressTextWords,
    (columns) => ({ kind: 'textWords', columns }),
  )
}

function fitTextWords(step: TextWordsStep, column: CategoriesColumn): FittedTextWords | Problem {
  const { name } = column
  const { keepText } = step
  if (step.method === 'hash') return { name, words: step.buckets, keepText }
  const words = fitVocabulary(column, step)
  return words.length === 0 ? noWords(column.from, step) : { name, words, keepText }
}

function noWords(column: string, { minRows, maxShare }: TextWordsStep): Problem {
  const limits = maxShare < 1 ? ` and at most ${percent(maxShare)} of them` : ''
  return {
    kind: 'noWords',
    column,
    message: `No word of “${column}” occurs in at least ${minRows} training rows${limits}.`,
    hint: 'Lower the number of rows that a word must occur in, or count words by their hash.',
    remedies: [ignoreRemedy(column)],
  }
}
