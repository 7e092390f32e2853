import { assertNever } from '../../../../shared/assertNever.ts'
import type { BooleanExpression, TextExpression } from '../../../expression/types.ts'
import { notInOnnx, type Emitting } from './emitting.ts'

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

/** Two raw columns alone can be compared: of other texts a graph knows only which of some levels they are. */
function emitSame(emitter: Emitting, x: TextExpression, y: TextExpression): string {
  const { graph } = emitter
  const [a, b] = [x, y].map((text) => (text.op === 'textColumn' ? emitter.column(text.column) : null))
  // A boolean's word may be spelled in several ways.
  if (a == null || b == null || a.raw.kind === 'boolean' || b.raw.kind === 'boolean') {
    throw notInOnnx('comparing two texts that are worked out')
  }
  const missing = graph.operator('Or', [emitter.text(x).missing, emitter.text(y).missing])
  return graph.operator('And', [
    graph.operator('Equal', [a.input.name, b.input.name]),
    graph.operator('Not', [missing]),
  ])
}
