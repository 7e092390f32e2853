import { assertNever } from '../../../../shared/assertNever.ts'
import type { BooleanExpression } from '../../../expression/types.ts'
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
      throw notInOnnx('comparing two columns of texts')
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
