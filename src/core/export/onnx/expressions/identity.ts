import type { TextExpression } from '../../../expression/types.ts'
import { addHash, identityHashing, identityOf } from '../characters/hashing.ts'
import type { Emitting } from './emitting.ts'

/** int64 [N, 1]: the number that a graph knows a text by, whatever it is; see `identityOf`. */
export function emitIdentity(emitter: Emitting, text: TextExpression): string {
  const { graph } = emitter
  return graph.cast(addHash(graph, identityHashing(graph, emitter.characters(text))), 'int64')
}

/** bool [N, levels], as `TextValue` has them */
export function matchesByIdentity(emitter: Emitting, text: TextExpression, levels: readonly string[]): string {
  const { graph } = emitter
  const identities = graph.integers(levels.map(identityOf), [1, levels.length])
  const isSame = graph.operator('Equal', [emitter.identity(text), identities])
  return graph.operator('And', [isSame, graph.operator('Not', [emitter.text(text).missing])])
}
