import { assertNever } from '../../../../shared/assertNever.ts'
import { hashText } from '../../../expression/hash.ts'
import type { Lookup, NumberExpression, TextExpression, WordSelection } from '../../../expression/types.ts'
import { wordsOf } from '../../../expression/words.ts'
import { addHash, addMixing, textHashing } from '../characters/hashing.ts'
import type { Emitting } from './emitting.ts'
import { missingIn } from './flags.ts'
import { knownTexts } from './knownTexts.ts'

type TextNumber = Extract<NumberExpression, { op: 'textLength' | 'textBucket' | 'wordCount' }>

/** Numbers made of a text's characters; of a text that can only be one of some, they are looked up. */
export function emitTextNumber(emitter: Emitting, expression: TextNumber): string {
  const { graph } = emitter
  const { text } = expression
  const levels = knownTexts(text)
  if (levels !== null) {
    const values = levels.map((level) => numberOf(level, expression))
    const lookup: Lookup = { op: 'lookup', text, levels, values, other: NaN, missing: NaN }
    return emitter.number(lookup)
  }
  return missingIn(graph, emitter.text(text).missing, emitOfCharacters(emitter, expression))
}

function numberOf(text: string, expression: TextNumber): number {
  switch (expression.op) {
    case 'textLength':
      return Array.from(text).length
    case 'textBucket':
      return hashText(text) % expression.buckets
    case 'wordCount':
      return wordsOf(text).filter((word) => isCounted(word, expression.words)).length
    default:
      return assertNever(expression)
  }
}

function isCounted(word: string, words: WordSelection): boolean {
  switch (words.kind) {
    case 'all':
      return true
    case 'word':
      return word === words.word
    case 'bucket':
      return hashText(word) % words.buckets === words.bucket
    default:
      return assertNever(words)
  }
}

function emitOfCharacters(emitter: Emitting, expression: TextNumber): string {
  const { graph } = emitter
  switch (expression.op) {
    case 'textLength': {
      const characters = emitter.characters(expression.text)
      const isPresent = graph.operator('GreaterOrEqual', [characters, graph.integers([0], [])])
      return graph.cast(graph.operator('ReduceSum', [graph.cast(isPresent, 'int64'), graph.integers([1])]), 'double')
    }
    case 'textBucket': {
      return graph.cast(
        graph.operator('Mod', [hashOf(emitter, expression.text), graph.integers([expression.buckets], [])]),
        'double',
      )
    }
    case 'wordCount':
      return emitter.words(expression.text).of(expression.words)
    default:
      return assertNever(expression)
  }
}

/** int64 [N, 1], as `hashText` has it */
function hashOf(emitter: Emitting, text: TextExpression): string {
  const { graph } = emitter
  return graph.cast(addMixing(graph, addHash(graph, textHashing(graph, emitter.characters(text)))), 'int64')
}
