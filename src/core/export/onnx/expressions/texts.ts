import { assertNever } from '../../../../shared/assertNever.ts'
import type { RawInput } from '../../../../shared/recipes.ts'
import type { TextExpression } from '../../../expression/types.ts'
import type { GraphBuilder } from '../graph.ts'
import type { Emitting, TextValue } from './emitting.ts'
import { anyOf, choose, flagsOf } from './flags.ts'
import { matchesByIdentity } from './identity.ts'
import { emitJoined } from './joinedText.ts'
import { knownTexts } from './knownTexts.ts'

export function emitText(emitter: Emitting, expression: TextExpression): TextValue {
  const { graph } = emitter
  switch (expression.op) {
    case 'textColumn':
      return rawText(emitter, expression.column)
    case 'textConstant':
      return {
        matches: (levels) => flagsOf(graph, levels, (level) => level === expression.value),
        missing: graph.booleans([false], [1, 1]),
      }
    case 'fillText': {
      const { value } = expression
      const text = emitter.text(expression.text)
      return {
        matches: (levels) => {
          const present = text.matches(levels)
          if (!levels.includes(value)) return present
          const filled = graph.operator('And', [text.missing, flagsOf(graph, levels, (level) => level === value)])
          return graph.operator('Or', [present, filled])
        },
        missing: graph.operator('And', [text.missing, graph.booleans([false], [1, 1])]),
      }
    }
    case 'mapText':
      return mappedText(emitter, expression)
    case 'textOfNumber': {
      const x = emitter.number(expression.x)
      return {
        matches: (levels) =>
          graph.operator('Equal', [
            x,
            graph.doubles(
              // A text that is not how the number would be written is no number's text.
              levels.map((level) => (String(Number(level)) === level ? Number(level) : NaN)),
              [1, levels.length],
            ),
          ]),
        missing: graph.operator('IsNaN', [x]),
      }
    }
    case 'whereText': {
      const test = emitter.boolean(expression.test)
      const yes = emitter.text(expression.yes)
      const no = emitter.text(expression.no)
      return {
        matches: (levels) => choose(graph, test, yes.matches(levels), no.matches(levels)),
        missing: choose(graph, test, yes.missing, no.missing),
      }
    }
    case 'concat':
      return emitJoined(emitter, expression)
    case 'case':
      return changedCase(emitter, expression)
    default:
      return assertNever(expression)
  }
}

/** What it becomes of a text that can only be one of some is known; any other is told by its characters. */
function changedCase(emitter: Emitting, expression: Extract<TextExpression, { op: 'case' }>): TextValue {
  const { to, text } = expression
  const levels = knownTexts(text)
  if (levels !== null) {
    const changed = levels.map((level) => (to === 'lower' ? level.toLowerCase() : level.toUpperCase()))
    return emitter.text({ op: 'mapText', text, levels, to: changed, other: 'missing' })
  }
  return {
    matches: (wanted) => matchesByIdentity(emitter, expression, wanted),
    missing: emitter.text(text).missing,
  }
}

/** A raw column: empty or one of its missing markers is missing. */
function rawText(emitter: Emitting, column: string): TextValue {
  const { graph } = emitter
  const { raw, input } = emitter.column(column)
  const markers = [...new Set(['', ...raw.missingMarkers])]
  const missing = anyOf(graph, graph.operator('Equal', [input.name, graph.strings(markers, [1, markers.length])]))
  const present = graph.operator('Not', [missing])
  return {
    matches: (levels) => graph.operator('And', [rawMatches(graph, input.name, raw, levels), present]),
    missing,
  }
}

/** bool [N, levels]. A boolean may be spelled in lower case, in capitals or with a capital first. */
function rawMatches(graph: GraphBuilder, input: string, raw: RawInput, levels: readonly string[]): string {
  const matching = (texts: readonly string[]): string =>
    graph.operator('Equal', [input, graph.strings(texts, [1, texts.length])])
  if (raw.kind !== 'boolean') return matching(levels)
  const spellings = (level: string): string[] => [
    level,
    level.toLowerCase(),
    level.toUpperCase(),
    level.slice(0, 1).toUpperCase() + level.slice(1).toLowerCase(),
  ]
  const [first, ...others] = [0, 1, 2, 3].map((way) => matching(levels.map((level) => spellings(level)[way] ?? level)))
  return others.reduce((all, found) => graph.operator('Or', [all, found]), first ?? matching(levels))
}

/** Levels that become one and the same are told by any of them. */
function mappedText(
  emitter: Emitting,
  { text: inner, levels: from, to, other }: Extract<TextExpression, { op: 'mapText' }>,
): TextValue {
  const { graph } = emitter
  const text = emitter.text(inner)
  const isMapped =
    from.length === 0
      ? graph.operator('And', [text.missing, graph.booleans([false], [1, 1])])
      : anyOf(graph, text.matches(from))
  const isOther = graph.operator('Not', [graph.operator('Or', [isMapped, text.missing])])
  const none = graph.booleans([false], [1, 1])
  return {
    matches: (levels) => {
      const parts: string[] = []
      if (from.length > 0) {
        const weights = from.flatMap((_, index) => levels.map((level) => (to[index] === level ? 1 : 0)))
        const hits = graph.operator('MatMul', [
          graph.cast(text.matches(from), 'float'),
          graph.floats(weights, [from.length, levels.length]),
        ])
        parts.push(graph.cast(hits, 'bool'))
      }
      if (other === 'same') parts.push(graph.operator('And', [text.matches(levels), isOther]))
      else if (other !== 'missing') {
        parts.push(graph.operator('And', [isOther, flagsOf(graph, levels, (level) => level === other.level)]))
      }
      const [first, ...others] = parts
      if (first === undefined) return graph.operator('And', [text.matches(levels), none])
      return others.reduce((all, part) => graph.operator('Or', [all, part]), first)
    },
    missing: other === 'missing' ? graph.operator('Or', [text.missing, isOther]) : text.missing,
  }
}
