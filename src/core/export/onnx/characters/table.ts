import type { GraphBuilder } from '../graph.ts'

export const codePoints = 0x110000
const pageSize = 128

/** A small integer for each code point. Most pages of 128 are the same, and are kept once. */
export interface CodePointTable {
  /** Where the page of each 128 code points begins in `values`, in pages. */
  pages: Int32Array
  values: Int32Array
}

export function codePointTable(valueOf: (codePoint: number) => number): CodePointTable {
  const pages = new Int32Array(codePoints / pageSize)
  const values: number[] = []
  const known = new Map<string, number>()
  for (const page of pages.keys()) {
    const own = Array.from({ length: pageSize }, (_, at) => valueOf(page * pageSize + at))
    const key = own.join()
    let place = known.get(key)
    if (place === undefined) {
      known.set(key, (place = known.size))
      for (const value of own) values.push(value)
    }
    pages[page] = place
  }
  return { pages, values: Int32Array.from(values) }
}

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
