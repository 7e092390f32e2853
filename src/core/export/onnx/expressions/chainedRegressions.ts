import type { ChainedRegressions } from '../../../expression/types.ts'
import type { Emitting } from './emitting.ts'

/** double [N, 1] */
export function emitChainedRegressions(emitter: Emitting, expression: ChainedRegressions): string {
  const { graph } = emitter
  const filled = emitter.once(expression.chain, () => emitChain(emitter, expression))
  return graph.operator('Gather', [filled, graph.integers([expression.target])], { axis: { int: 1 } })
}

/** double [N, columns]: all columns with their gaps filled. */
function emitChain(emitter: Emitting, { xs, chain }: ChainedRegressions): string {
  const { graph } = emitter
  const columns = xs.length
  const row = graph.operator(
    'Concat',
    xs.map((x) => emitter.number(x)),
    { axis: { int: 1 } },
  )
  const isGap = graph.operator('IsNaN', [row])
  const gapsOf = Array.from({ length: columns }, (_, target) => {
    const isTarget = Array.from({ length: columns }, (_each, column) => column === target)
    return graph.operator('And', [isGap, graph.booleans(isTarget, [1, columns])])
  })
  let filled = graph.operator('Where', [isGap, graph.doubles([0]), row])
  for (const { target, offset, weights } of chain) {
    const sum = graph.operator('MatMul', [filled, graph.doubles(weights, [columns, 1])])
    const predicted = graph.operator('Add', [sum, graph.doubles([offset])])
    filled = graph.operator('Where', [gapsOf[target] ?? isGap, predicted, filled])
  }
  return filled
}
