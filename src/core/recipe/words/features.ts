import { binary, constant, less, unary, where } from '../../expression/build.ts'
import type { NumberExpression, TextExpression, WordSelection } from '../../expression/types.ts'
import type { WeightedWord } from './vocabulary.ts'

/**
 * One number a word: how often the text has it, times its idf, divided by the length of the row's vector, as
 * scikit-learn's TfidfVectorizer has it. A text with none of the words, and a missing one, is 0 in all of them.
 */
export function tfidfValues(text: TextExpression, words: readonly WeightedWord[]): NumberExpression[] {
  const filled: TextExpression = { op: 'fillText', text, value: '' }
  return normalized(
    words.map(({ word, idf }) => binary('multiply', wordCount(filled, { kind: 'word', word }), constant(idf))),
  )
}

/** How many of the text's words fall into each bucket, divided by the length of the row's vector; 0 as for `tfidfValues`. */
export function hashedWordValues(text: TextExpression, buckets: number): NumberExpression[] {
  const filled: TextExpression = { op: 'fillText', text, value: '' }
  return normalized(
    Array.from({ length: buckets }, (_, bucket) => wordCount(filled, { kind: 'bucket', bucket, buckets })),
  )
}

function wordCount(text: TextExpression, words: WordSelection): NumberExpression {
  return { op: 'wordCount', text, words }
}

/** To Euclidean length 1, but for a vector of zeros. */
function normalized(values: readonly NumberExpression[]): NumberExpression[] {
  const squares = values.map((value) => binary('multiply', value, value))
  const sum = sumOf(squares)
  const length = unary('squareRoot', where(less(constant(0), sum), sum, constant(1)))
  return values.map((value) => binary('divide', value, length))
}

/** Half by half, so that the expression of many words is not deep. */
function sumOf(values: readonly NumberExpression[]): NumberExpression {
  const [first = constant(0)] = values
  if (values.length < 2) return first
  const half = values.length >> 1
  return binary('add', sumOf(values.slice(0, half)), sumOf(values.slice(half)))
}
