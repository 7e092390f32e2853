import { isNumericColumn, type TableColumn } from '../../table.ts'

/**
 * One row of each set of rows that agree in all columns, in the order given: the first or the last of the set. Missing
 * values agree with one another.
 *
 * An open hash table of row numbers: a hash finds the candidates, and the columns themselves are compared.
 */
export function withoutDuplicates(
  columns: readonly TableColumn[],
  rows: Uint32Array,
  keep: 'first' | 'last',
): Uint32Array {
  const hashes = hashRows(columns, rows)
  const equal = columns.map(equality)
  const size = 2 ** Math.ceil(Math.log2(Math.max(2, rows.length * 2)))
  const mask = size - 1
  // Positions in `rows`, plus 1; 0 is free.
  const slots = new Uint32Array(size)
  const kept = new Uint8Array(rows.length)
  let count = 0
  for (let i = 0; i < rows.length; i++) {
    const at = keep === 'first' ? i : rows.length - 1 - i
    const row = rows[at] ?? 0
    let slot = (hashes[at] ?? 0) & mask
    let isNew = true
    for (;;) {
      const other = slots[slot] ?? 0
      if (other === 0) break
      if (hashes[other - 1] === hashes[at] && agree(equal, rows[other - 1] ?? 0, row)) {
        isNew = false
        break
      }
      slot = (slot + 1) & mask
    }
    if (!isNew) continue
    slots[slot] = at + 1
    kept[at] = 1
    count++
  }
  const left = new Uint32Array(count)
  let next = 0
  for (let at = 0; at < rows.length; at++) if (kept[at] === 1) left[next++] = rows[at] ?? 0
  return left
}

function agree(equal: readonly ((a: number, b: number) => boolean)[], a: number, b: number): boolean {
  for (const same of equal) if (!same(a, b)) return false
  return true
}

function equality(column: TableColumn): (a: number, b: number) => boolean {
  if (!isNumericColumn(column)) {
    const { codes } = column
    return (a, b) => codes[a] === codes[b] || ((codes[a] ?? -1) < 0 && (codes[b] ?? -1) < 0)
  }
  const { values } = column
  return (a, b) => {
    const [x, y] = [values[a] ?? NaN, values[b] ?? NaN]
    return x === y || (!Number.isFinite(x) && !Number.isFinite(y))
  }
}

/** A hash of each row over the columns: the rounds of MurmurHash3 (Appleby, 2011) over 32-bit words. */
function hashRows(columns: readonly TableColumn[], rows: Uint32Array): Uint32Array {
  const hashes = new Uint32Array(rows.length)
  const words = new Uint32Array(2)
  const number = new Float64Array(words.buffer)
  for (const column of columns) {
    if (isNumericColumn(column)) {
      const { values } = column
      for (let i = 0; i < rows.length; i++) {
        const value = values[rows[i] ?? 0] ?? NaN
        // -0 equals 0, and all that is missing agrees.
        number[0] = Number.isFinite(value) ? value + 0 : NaN
        hashes[i] = mixed(mixed(hashes[i] ?? 0, words[0] ?? 0), words[1] ?? 0)
      }
    } else {
      const { codes } = column
      for (let i = 0; i < rows.length; i++) {
        hashes[i] = mixed(hashes[i] ?? 0, Math.max(-1, codes[rows[i] ?? 0] ?? -1))
      }
    }
  }
  for (let i = 0; i < rows.length; i++) hashes[i] = finished(hashes[i] ?? 0)
  return hashes
}

function mixed(hash: number, word: number): number {
  let k = Math.imul(word, 0xcc9e2d51)
  k = Math.imul((k << 15) | (k >>> 17), 0x1b873593)
  const h = hash ^ k
  return Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64
}

function finished(hash: number): number {
  let h = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}
