import { pageSize, type CodePointTable } from '../../program/codePointTable.ts'
import type { GraphBuilder } from '../graph.ts'

/** int64 as `characters`: what the tables have for each code point, and anything for -1. */
export function addTables(graph: GraphBuilder, characters: string, tables: readonly CodePointTable[]): string[] {
  const known = graph.operator('Max', [characters, graph.integers([0], [])])
  const size = graph.integers([pageSize], [])
  const page = graph.operator('Div', [known, size])
  const within = graph.operator('Sub', [known, graph.operator('Mul', [page, size])])
  return tables.map(({ pages, values }) => {
    const place = graph.cast(graph.operator('Gather', [constant(graph, pages), page]), 'int64')
    const at = graph.operator('Add', [graph.operator('Mul', [place, size]), within])
    return graph.cast(graph.operator('Gather', [constant(graph, values), at]), 'int64')
  })
}

function constant(graph: GraphBuilder, values: Int32Array): string {
  return graph.shared(values, () => {
    const isSmall = values.every((value) => value >= 0 && value < 256)
    return isSmall ? graph.bytes(Uint8Array.from(values)) : graph.shortIntegers(values)
  })
}
