import { DescentError } from '../../shared/errors.ts'
import type { Split } from '../../shared/recipes.ts'
import { createRandom, shuffle } from '../random.ts'

/** Row numbers of the table, ascending, no row in two of them. */
export interface SplitRows {
  train: Uint32Array
  validation: Uint32Array
  test: Uint32Array
}

/**
 * Splits the usable rows, each for itself. The result depends on the seed, the fractions, which rows are usable and, when
 * stratified, which class each row has; on nothing else.
 *
 * @param rows usable rows, ascending
 * @param strata class index of each row of `rows`, or null for one stratum
 * @param classes number of classes
 *
 * Sizes are the fractions of all usable rows, rounded; a split that is asked for gets at least one row. Stratified,
 * each class gives its share by the largest remainder, and keeps at least one row for training.
 * Throws `unusable-input` if there are too few rows.
 */
export function splitRows(rows: Uint32Array, split: Split, strata: Int32Array | null, classes: number): SplitRows {
  const total = rows.length
  const test = partSize(split.test, total)
  const validation = partSize(split.validation, total)
  if (test + validation >= total) throw tooFewRows(total, split)

  const groups = strata === null ? [rows.slice()] : groupByClass(rows, strata, classes)
  const free = groups.map((group) => Math.max(0, group.length - 1))
  if (strata === null) free[0] = total - 1
  const sizes = groups.map((group) => group.length)
  const testOf = apportion(test, sizes, total, free)
  for (const [index, taken] of testOf.entries()) free[index] = (free[index] ?? 0) - taken
  const validationOf = apportion(validation, sizes, total, free)

  const random = createRandom(split.seed)
  const parts: { train: Uint32Array[]; validation: Uint32Array[]; test: Uint32Array[] } = {
    train: [],
    validation: [],
    test: [],
  }
  for (const [index, group] of groups.entries()) {
    shuffle(group, random)
    const testEnd = testOf[index] ?? 0
    const validationEnd = testEnd + (validationOf[index] ?? 0)
    parts.test.push(group.subarray(0, testEnd))
    parts.validation.push(group.subarray(testEnd, validationEnd))
    parts.train.push(group.subarray(validationEnd))
  }
  return { train: joined(parts.train), validation: joined(parts.validation), test: joined(parts.test) }
}

/** Rows of a part: the fraction of all, rounded; one that is asked for gets at least one row. */
export function partSize(fraction: number, total: number): number {
  return fraction === 0 ? 0 : Math.max(1, Math.round(fraction * total))
}

function tooFewRows(total: number, split: Pick<Split, 'validation' | 'test'>): DescentError {
  const percent = (fraction: number): string => `${Math.round(fraction * 1000) / 10} %`
  return new DescentError(
    'unusable-input',
    `${total === 1 ? 'One usable row is' : `${total} usable rows are`} too few to split into training, validation (${percent(split.validation)}) and test (${percent(split.test)}).`,
    { hint: 'Use a larger table, or smaller fractions for validation and test.' },
  )
}

function groupByClass(rows: Uint32Array, strata: Int32Array, classes: number): Uint32Array[] {
  const counts = new Uint32Array(classes)
  for (const code of strata) counts[code] = (counts[code] ?? 0) + 1
  const groups = Array.from(counts, (count) => new Uint32Array(count))
  const filled = new Uint32Array(classes)
  for (let i = 0; i < rows.length; i++) {
    const code = strata[i] ?? 0
    const group = groups[code]
    const at = filled[code] ?? 0
    if (group !== undefined) group[at] = rows[i] ?? 0
    filled[code] = at + 1
  }
  return groups
}

/**
 * Shares `seats` out in proportion to `sizes` by the largest remainder (ties to the lower index), with at most
 * `free[i]` for group i. Fewer than `seats` are given only where there are not enough free ones.
 */
function apportion(seats: number, sizes: readonly number[], total: number, free: readonly number[]): number[] {
  const quotas = sizes.map((size) => (seats * size) / total)
  const given = quotas.map((quota, index) => Math.min(Math.floor(quota), free[index] ?? 0))
  let left = seats - given.reduce((sum, count) => sum + count, 0)
  while (left > 0) {
    let best = -1
    let bestRemainder = -Infinity
    for (const [index, quota] of quotas.entries()) {
      const remainder = quota - (given[index] ?? 0)
      if ((given[index] ?? 0) < (free[index] ?? 0) && remainder > bestRemainder) {
        best = index
        bestRemainder = remainder
      }
    }
    if (best < 0) break
    given[best] = (given[best] ?? 0) + 1
    left--
  }
  return given
}

/** The rows of all parts, ascending. */
export function joined(parts: readonly Uint32Array[]): Uint32Array {
  const all = new Uint32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all.sort()
}

/** The rows whose part it is, as they stand. */
export function takeRows(rows: Uint32Array, parts: Uint8Array, part: number): Uint32Array {
  let count = 0
  for (let i = 0; i < parts.length; i++) if (parts[i] === part) count++
  const taken = new Uint32Array(count)
  let at = 0
  for (let i = 0; i < parts.length; i++) if (parts[i] === part) taken[at++] = rows[i] ?? 0
  return taken
}
