import { DescentError } from '../../../shared/errors.ts'
import type { SplitRows } from '../split.ts'

/** Ends a value, so that “ab”, “c” is another key than “a”, “bc”. */
const endOfValue = 0x1f
const missingValue = 0

/**
 * Each row falls into the part that its key's hash decides: the test below its fraction, validation in the fraction
 * after it, training above. A key's part depends on the key, the seed and the fractions alone, so it stays what it is
 * however many rows are added; and rows with the same key are never in two parts.
 *
 * @param keys one array a column: its text in each row of `rows`, null where it is missing; of a date its milliseconds
 * Throws `unusable-input` where a part that is asked for gets no row.
 */
export function splitByHash(
  rows: Uint32Array,
  keys: readonly (readonly (string | null)[])[],
  { validation, test, seed }: { validation: number; test: number; seed: number },
  columns: readonly string[],
): SplitRows {
  const found = { train: new Array<number>(), validation: new Array<number>(), test: new Array<number>() }
  const key = new Array<string | null>(keys.length)
  for (let i = 0; i < rows.length; i++) {
    for (let k = 0; k < keys.length; k++) key[k] = keys[k]?.[i] ?? null
    const share = keyHash(key, seed) / 2 ** 32
    const part = share < test ? found.test : share < test + validation ? found.validation : found.train
    part.push(rows[i] ?? 0)
  }
  const isEmpty =
    found.train.length === 0 ||
    (validation > 0 && found.validation.length === 0) ||
    (test > 0 && found.test.length === 0)
  if (isEmpty) throw tooFewKeys(columns)
  return {
    train: Uint32Array.from(found.train),
    validation: Uint32Array.from(found.validation),
    test: Uint32Array.from(found.test),
  }
}

/**
 * 0 … 2^32 - 1, the same on every machine and for ever: FNV-1a over 32 bits (Fowler, Noll and Vo), its offset basis
 * mixed with the seed, over the UTF-16 code units of each value (the low byte first, then the high one), each value
 * ended by the byte 0x1f and a missing one written as the byte 0; then the finalizer of MurmurHash3, so that all bits
 * of similar keys differ.
 */
export function keyHash(key: readonly (string | null)[], seed: number): number {
  let hash = 0x811c9dc5 ^ seed
  for (const value of key) {
    if (value === null) hash = withByte(hash, missingValue)
    else {
      for (let i = 0; i < value.length; i++) {
        const unit = value.charCodeAt(i)
        hash = withByte(withByte(hash, unit & 0xff), unit >>> 8)
      }
    }
    hash = withByte(hash, endOfValue)
  }
  let z = hash
  z = Math.imul(z ^ (z >>> 16), 0x85ebca6b)
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35)
  return (z ^ (z >>> 16)) >>> 0
}

function withByte(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, 0x01000193)
}

function tooFewKeys(columns: readonly string[]): DescentError {
  const named = columns.map((name) => `“${name}”`).join(', ')
  const [first] = columns
  return new DescentError(
    'unusable-input',
    `The hash of ${named} leaves a part without rows: there are too few different values.`,
    {
      hint: 'Split by columns that tell more rows apart, choose larger fractions, or another seed.',
      ...(first === undefined ? {} : { where: { column: first } }),
    },
  )
}
