import { totalmem } from 'node:os'
import type { PreparedData } from '../compute/protocol.ts'
import type { PreparedTable } from './preparer.ts'

/** Of the machine's memory, what older results may take beside the newest. */
const SHARE_OF_MEMORY = 1 / 16

/** The results that were used last; the newest always, older ones as long as all fit into the budget. */
export class KeptPreparations {
  /** The last one used stands last. */
  readonly #entries = new Map<string, { prepared: PreparedTable; bytes: number }>()
  readonly #budget: number

  /** @param budget in bytes */
  constructor(budget = totalmem() * SHARE_OF_MEMORY) {
    this.#budget = budget
  }

  get(key: string): PreparedTable | null {
    const found = this.#entries.get(key)
    if (found === undefined) return null
    this.#entries.delete(key)
    this.#entries.set(key, found)
    return found.prepared
  }

  add(key: string, prepared: PreparedTable): void {
    this.#entries.delete(key)
    this.#entries.set(key, { prepared, bytes: bytesOf(prepared) })
    let total = [...this.#entries.values()].reduce((sum, { bytes }) => sum + bytes, 0)
    for (const [oldest, { bytes }] of this.#entries) {
      if (total <= this.#budget || oldest === key) break
      this.#entries.delete(oldest)
      total -= bytes
    }
  }
}

/** Of the matrices; the table's columns are shared with the table source. */
function bytesOf({ data }: PreparedTable): number {
  const { inputs, targets, weights, rows, learned }: PreparedData = data
  const parts = [inputs, targets, weights, rows].flatMap((bySplit) => (bySplit === null ? [] : Object.values(bySplit)))
  const all = [...parts, ...(learned === null ? [] : [learned.inputs, learned.targets, learned.weights])]
  return all.reduce((sum, array) => sum + (array?.byteLength ?? 0), 0)
}
