import type { GraphBuilder } from '../graph.ts'

/** bool [1, levels] */
export function flagsOf(graph: GraphBuilder, levels: readonly string[], test: (level: string) => boolean): string {
  return graph.booleans(levels.map(test), [1, levels.length])
}

/** bool [N, 1] of bool [N, k] */
export function anyOf(graph: GraphBuilder, flags: string): string {
  return graph.cast(graph.operator('ReduceMax', [graph.cast(flags, 'float'), graph.integers([1])]), 'bool')
}

/** onnxruntime has no Where for bool. */
export function choose(graph: GraphBuilder, test: string, yes: string, no: string): string {
  const kept = graph.operator('And', [test, yes])
  return graph.operator('Or', [kept, graph.operator('And', [graph.operator('Not', [test]), no])])
}

/** NaN in the rows that the flags hold of. */
export function missingIn(graph: GraphBuilder, flags: string, value: string): string {
  return graph.operator('Where', [flags, graph.doubles([NaN]), value])
}
