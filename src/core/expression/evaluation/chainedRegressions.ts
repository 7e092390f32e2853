import type { ChainedRegressions } from '../types.ts'
import { chunkRows, createNode, type ColumnsNode } from './chunk.ts'
import type { Compiling } from './compiling.ts'

/** All columns with their gaps filled. Rows without gaps are not worked on. */
export function compileChain(compiler: Compiling, { xs, chain }: ChainedRegressions): ColumnsNode {
  const columns = xs.map((x) => compiler.number(x))
  const filled = xs.map(() => new Float64Array(chunkRows))
  const row = new Float64Array(xs.length)
  const isGap = new Uint8Array(xs.length)
  return createNode(compiler.chunk, filled, (count) => {
    const values = columns.map((column) => column.read())
    for (let i = 0; i < count; i++) {
      let gaps = 0
      for (let k = 0; k < row.length; k++) {
        const value = values[k]?.[i] ?? NaN
        isGap[k] = Number.isNaN(value) ? 1 : 0
        gaps += isGap[k] ?? 0
        row[k] = isGap[k] === 1 ? 0 : value
      }
      if (gaps > 0) applyChain(chain, row, isGap)
      for (let k = 0; k < row.length; k++) {
        const into = filled[k]
        if (into !== undefined) into[i] = row[k] ?? NaN
      }
    }
  })
}

function applyChain(chain: ChainedRegressions['chain'], row: Float64Array, isGap: Uint8Array): void {
  for (let step = 0; step < chain.length; step++) {
    const regression = chain[step]
    if (regression === undefined || isGap[regression.target] !== 1) continue
    const { target, offset, weights } = regression
    let sum = offset
    for (let k = 0; k < row.length; k++) sum += (weights[k] ?? NaN) * (row[k] ?? NaN)
    row[target] = sum
  }
}
