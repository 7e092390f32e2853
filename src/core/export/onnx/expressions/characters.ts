import { assertNever } from '../../../../shared/assertNever.ts'
import type { TextExpression } from '../../../expression/types.ts'
import { addCase } from '../characters/casing.ts'
import { addCodePoints } from '../characters/codePoints.ts'
import type { GraphBuilder } from '../graph.ts'
import { notInOnnx, type Emitting } from './emitting.ts'
import { anyOf } from './flags.ts'
import { knownTexts } from './knownTexts.ts'

/**
 * The characters of a text, int64 [N, L], or [1, L] of a constant, L > 0: code points in their order, and -1 in between
 * and behind, which is no character. A missing text has none.
 */
export function emitCharacters(emitter: Emitting, expression: TextExpression): string {
  const { graph } = emitter
  switch (expression.op) {
    case 'textConstant':
      return charactersOf(graph, [expression.value])
    case 'textColumn':
      return emitColumn(emitter, expression)
    case 'case':
      return addCase(graph, emitter.characters(expression.text), expression.to)
    default: {
      const known = knownTexts(expression)
      return known === null ? emitJoined(emitter, expression) : oneOf(emitter, expression, known)
    }
  }
}

type Joined = Exclude<TextExpression, { op: 'textConstant' | 'textColumn' | 'case' }>

function emitJoined(emitter: Emitting, expression: Joined): string {
  const { graph } = emitter
  switch (expression.op) {
    case 'fillText': {
      const { text, value } = expression
      const filling = onlyWhere(graph, emitter.text(text).missing, charactersOf(graph, [value]))
      return joined(graph, [emitter.characters(text), filling])
    }
    case 'mapText': {
      const { text, levels, to, other } = expression
      if (other !== 'same') throw new Error('A mapping to some levels alone is known.')
      if (levels.length === 0) return emitter.characters(text)
      return replaced(emitter, text, levels, to)
    }
    case 'whereText': {
      const test = emitter.boolean(expression.test)
      const yes = onlyWhere(graph, test, emitter.characters(expression.yes))
      const no = onlyWhere(graph, graph.operator('Not', [test]), emitter.characters(expression.no))
      return joined(graph, [yes, no])
    }
    case 'concat': {
      const parts = expression.texts.map((text) => emitter.characters(text))
      return onlyWhere(graph, isPresent(emitter, expression), joined(graph, parts))
    }
    case 'textOfNumber':
      throw notInOnnx('the characters of a number as a text')
    default:
      return assertNever(expression)
  }
}

function isPresent({ graph, text }: Emitting, expression: TextExpression): string {
  return graph.operator('Not', [text(expression).missing])
}

/** Of a boolean the training's spelling, whatever its own. */
function emitColumn(emitter: Emitting, expression: Extract<TextExpression, { op: 'textColumn' }>): string {
  const { graph } = emitter
  const { raw, input } = emitter.column(expression.column)
  const own = emitter.once(input, () => addCodePoints(graph, input.name))
  const present = onlyWhere(graph, isPresent(emitter, expression), own)
  const levels = raw.kind === 'boolean' ? (raw.levels ?? []) : []
  if (levels.length === 0) return present
  const hits = emitter.text(expression).matches(levels)
  const isOther = graph.operator('Not', [anyOf(graph, hits)])
  return joined(graph, [matching(graph, hits, levels), onlyWhere(graph, isOther, present)])
}

/** Where the text is one of the levels, what stands for it; else the text. */
function replaced(emitter: Emitting, text: TextExpression, levels: readonly string[], to: readonly string[]): string {
  const { graph } = emitter
  const hits = emitter.text(text).matches(levels)
  const isOther = graph.operator('Not', [anyOf(graph, hits)])
  return joined(graph, [matching(graph, hits, to), onlyWhere(graph, isOther, emitter.characters(text))])
}

/** Of a text that is one of the levels or missing. */
function oneOf(emitter: Emitting, expression: TextExpression, levels: readonly string[]): string {
  const { graph } = emitter
  const none = charactersOf(graph, [''])
  return levels.length === 0 ? none : matching(graph, emitter.text(expression).matches(levels), levels)
}

/** @param hits bool [N, levels]; no characters where there is no hit */
function matching(graph: GraphBuilder, hits: string, levels: readonly string[]): string {
  const index = graph.operator('ArgMax', [graph.cast(hits, 'int64')], { axis: { int: 1 }, keepdims: { int: 0 } })
  const characters = graph.operator('Gather', [charactersOf(graph, levels), index])
  return onlyWhere(graph, anyOf(graph, hits), characters)
}

/** int64 [texts, L] */
function charactersOf(graph: GraphBuilder, texts: readonly string[]): string {
  const all = texts.map((text) => Array.from(text, (character) => character.codePointAt(0) ?? 0))
  const width = all.reduce((most, { length }) => Math.max(most, length), 1)
  const filled = all.flatMap((codes) => [...codes, ...Array.from({ length: width - codes.length }, () => -1)])
  return graph.integers(filled, [texts.length, width])
}

function onlyWhere(graph: GraphBuilder, flags: string, characters: string): string {
  return graph.operator('Where', [flags, characters, graph.integers([-1], [])])
}

/** One after the other; constants are repeated for every row of the others. */
function joined(graph: GraphBuilder, parts: readonly string[]): string {
  const [only, ...others] = parts
  if (only !== undefined && others.length === 0) return only
  const counts = parts.map((part) => graph.operator('Shape', [part], { start: { int: 0 }, end: { int: 1 } }))
  const shape = graph.operator('Concat', [graph.operator('Max', counts), graph.integers([1])], { axis: { int: 0 } })
  const wide = parts.map((part) => graph.operator('Expand', [part, shape]))
  return graph.operator('Concat', wide, { axis: { int: 1 } })
}
