import { assertNever } from '../../../../shared/assertNever.ts'
import type { BooleanExpression, TextExpression } from '../../../expression/types.ts'
import type { Emitting } from './emitting.ts'
import { anyOf } from './flags.ts'
import { knownTexts } from './knownTexts.ts'

const comparisons = { less: 'Less', lessOrEqual: 'LessOrEqual', equal: 'Equal' } as const

/** bool [N, 1] */
export function emitBoolean(emitter: Emitting, expression: BooleanExpression): string {
  const { graph } = emitter
  switch (expression.op) {
    case 'isMissing':
      return graph.operator('IsNaN', [emitter.number(expression.x)])
    case 'isTextMissing':
      return emitter.text(expression.text).missing
    case 'compare':
      return graph.operator(comparisons[expression.name], [emitter.number(expression.x), emitter.number(expression.y)])
    case 'textIs':
      return emitter.text(expression.text).matches([expression.value])
    case 'sameText':
      return emitSame(emitter, expression.x, expression.y)
    case 'not':
      return graph.operator('Not', [emitter.boolean(expression.x)])
    case 'and':
    case 'or':
      return graph.operator(expression.op === 'and' ? 'And' : 'Or', [
        emitter.boolean(expression.x),
        emitter.boolean(expression.y),
      ])
    default:
      return assertNever(expression)
  }
}

/** Two raw columns are compared as they are, others by the texts that one of them can be, or by their characters. */
function emitSame(emitter: Emitting, x: TextExpression, y: TextExpression): string {
  const { graph } = emitter
  const [a, b] = [x, y].map((text) => (text.op === 'textColumn' ? emitter.column(text.column) : null))
  const known = knownTexts(x) ?? knownTexts(y)
  if (known !== null) {
    const [first = '', second = ''] = [x, y].map((text) => emitter.text(text).matches(known.length > 0 ? known : ['']))
    return anyOf(graph, graph.operator('And', [first, second]))
  }
  const missing = graph.operator('Or', [emitter.text(x).missing, emitter.text(y).missing])
  // A boolean's word may be spelled in several ways.
  const isRaw = a != null && b != null && a.raw.kind !== 'boolean' && b.raw.kind !== 'boolean'
  const same = isRaw ? [a.input.name, b.input.name] : [emitter.identity(x), emitter.identity(y)]
  return graph.operator('And', [graph.operator('Equal', same), graph.operator('Not', [missing])])
}
