import type { TextExpression } from '../../../expression/types.ts'
import type { Emitting, TextValue } from './emitting.ts'
import { matchesByIdentity } from './identity.ts'

/** Ways to divide all levels among the parts: bounds the graph's memory. Beyond them texts are told by their characters. */
const maxDivisions = 20_000

/** A part of a joined text: itself where it is constant. */
type Part = string | TextValue

/** How a level falls into the parts that are not constant. */
interface Division {
  level: number
  texts: readonly string[]
}

/**
 * Texts one after the other. No standard operator joins them, but a graph only asks whether a text is one of some levels: it is
 * where a level can be divided so that each part is its piece.
 */
export function emitJoined(emitter: Emitting, expression: Extract<TextExpression, { op: 'concat' }>): TextValue {
  const { graph } = emitter
  const parts = flattened(expression.texts).map((text): Part =>
    text.op === 'textConstant' ? text.value : emitter.text(text),
  )
  const open = parts.filter((part) => typeof part !== 'string')
  const missing = open.reduce((all, part) => graph.operator('Or', [all, part.missing]), graph.booleans([false], [1, 1]))
  return {
    missing,
    matches: (levels) => {
      const divisions: Division[] = []
      for (const [index, level] of levels.entries()) {
        for (const pieces of divide(level, parts)) {
          if (divisions.length === maxDivisions) return matchesByIdentity(emitter, expression, levels)
          divisions.push({ level: index, texts: pieces })
        }
      }
      if (divisions.length === 0)
        return graph.operator('And', [
          missing,
          graph.booleans(
            levels.map(() => false),
            [1, levels.length],
          ),
        ])
      const hits = open.reduce(
        (all, part, at) =>
          graph.operator('And', [all, part.matches(divisions.map(({ texts: pieces }) => pieces[at] ?? ''))]),
        graph.booleans(
          divisions.map(() => true),
          [1, divisions.length],
        ),
      )
      const weights = divisions.flatMap(({ level }) => levels.map((_, index) => (index === level ? 1 : 0)))
      const found = graph.operator('MatMul', [
        graph.cast(hits, 'float'),
        graph.floats(weights, [divisions.length, levels.length]),
      ])
      return graph.cast(found, 'bool')
    },
  }
}

function flattened(texts: readonly TextExpression[]): TextExpression[] {
  return texts.flatMap((text) => (text.op === 'concat' ? flattened(text.texts) : [text]))
}

/** Every way in which the parts can make the text: the pieces of those that are not constant, in order. */
function* divide(text: string, [part, ...others]: readonly Part[]): Generator<string[]> {
  if (part === undefined) {
    if (text === '') yield []
  } else if (typeof part === 'string') {
    if (text.startsWith(part)) yield* divide(text.slice(part.length), others)
  } else if (others.length === 0) {
    yield [text]
  } else {
    for (let end = 0; end <= text.length; end++) {
      for (const rest of divide(text.slice(end), others)) yield [text.slice(0, end), ...rest]
    }
  }
}
