import { wordsOf } from '../../expression/words.ts'
import { compareText } from '../../order.ts'
import { countCodes, type CategoriesColumn } from '../columns.ts'

export interface VocabularyLimits {
  /** The words that occur most often. */
  maxWords: number
  /** Rows that a word must occur in. */
  minRows: number
  /** Share of all rows that a word may occur in, 0 to 1. */
  maxShare: number
}

export interface WeightedWord {
  word: string
  /** Inverse document frequency. */
  idf: number
}

/** Words beyond so many different ones are not counted: those that occur often have been met by then. */
const maxDifferentWords = 2_000_000

/**
 * The words of the training rows within the limits, alphabetically, with ln((1 + rows) / (1 + rows with the word)) + 1,
 * as scikit-learn's TfidfVectorizer(smooth_idf=True) has it. A missing text is an empty one. Of words that occur
 * equally often, the first in the alphabet are kept.
 */
export function fitVocabulary(column: CategoriesColumn, limits: VocabularyLimits): WeightedWord[] {
  const rows = column.codes.length
  return countWords(column)
    .filter(({ inRows }) => inRows >= limits.minRows && inRows <= limits.maxShare * rows)
    .sort((a, b) => b.times - a.times || compareText(a.word, b.word))
    .slice(0, limits.maxWords)
    .sort((a, b) => compareText(a.word, b.word))
    .map(({ word, inRows }) => ({ word, idf: Math.log((1 + rows) / (1 + inRows)) + 1 }))
}

interface WordCount {
  word: string
  times: number
  inRows: number
}

function countWords({ codes, levels }: CategoriesColumn): WordCount[] {
  const counts = countCodes(codes, levels.length)
  const words = new Map<string, WordCount>()
  for (let code = 0; code < levels.length; code++) {
    const rows = counts[code] ?? 0
    if (rows === 0) continue
    const seen = new Set<string>()
    for (const word of wordsOf(levels[code] ?? '')) {
      let count = words.get(word)
      if (count === undefined) {
        if (words.size === maxDifferentWords) continue
        words.set(word, (count = { word, times: 0, inRows: 0 }))
      }
      count.times += rows
      if (!seen.has(word)) count.inRows += rows
      seen.add(word)
    }
  }
  return [...words.values()]
}
