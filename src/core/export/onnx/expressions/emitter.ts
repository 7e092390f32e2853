import type { BooleanExpression, NumberExpression, TextExpression } from '../../../expression/types.ts'
import { remembered } from '../../../remembered.ts'
import { addWordCounts, type WordCounts } from '../characters/words.ts'
import type { GraphBuilder } from '../graph.ts'
import { emitBoolean } from './booleans.ts'
import { emitCharacters } from './characters.ts'
import type { Emitting, RawColumn, TextValue } from './emitting.ts'
import { emitIdentity } from './identity.ts'
import { emitNumber } from './numbers.ts'
import { emitText } from './texts.ts'

/** @param given numbers that the graph has already, double [N, k] */
export function createEmitter(
  graph: GraphBuilder,
  columns: ReadonlyMap<string, RawColumn>,
  given: readonly (readonly [NumberExpression, string])[] = [],
): Emitting {
  const numbers = new Map<NumberExpression, string>(given)
  const texts = new Map<TextExpression, TextValue>()
  const booleans = new Map<BooleanExpression, string>()
  const others = new Map<object, string>()
  const characters = new Map<TextExpression, string>()
  const identities = new Map<TextExpression, string>()
  const words = new Map<TextExpression, WordCounts>()
  const emitter: Emitting = {
    graph,
    number: (expression) => remembered(numbers, expression, () => emitNumber(emitter, expression)),
    text: (expression) => remembered(texts, expression, () => emitText(emitter, expression)),
    boolean: (expression) => remembered(booleans, expression, () => emitBoolean(emitter, expression)),
    once: (key, make) => remembered(others, key, make),
    column: (name) => {
      const column = columns.get(name)
      if (column === undefined) throw new Error(`The graph has no input for “${name}”.`)
      return column
    },
    characters: (expression) => remembered(characters, expression, () => emitCharacters(emitter, expression)),
    identity: (expression) => remembered(identities, expression, () => emitIdentity(emitter, expression)),
    words: (expression) => remembered(words, expression, () => addWordCounts(graph, emitter.characters(expression))),
  }
  return emitter
}
