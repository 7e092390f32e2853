import { DescentError } from '../../../shared/errors.ts'
import { createRandom, shuffle } from '../../random.ts'
import type { SplitRows } from '../split.ts'
import { partSize, takeRows } from '../split.ts'
import type { Groups } from './values.ts'

const trainPart = 0
const validationPart = 1
const testPart = 2

/**
 * Deals whole groups, in an order that the seed decides: to the test while a group brings it nearer to its share of the
 * rows, then to validation alike; the rest is for training. Each part that is asked for gets a group, however large.
 *
 * @param rows ascending
 * @param groups of `rows`, from the column `name`
 * Throws `unusable-input` where there are fewer groups than parts.
 */
export function splitByGroup(
  rows: Uint32Array,
  groups: Groups,
  { validation, test, seed }: { validation: number; test: number; seed: number },
  name: string,
): SplitRows {
  const { codes, sizes } = groups
  const asked = [
    { part: testPart, rows: partSize(test, rows.length) },
    { part: validationPart, rows: partSize(validation, rows.length) },
  ].filter((part) => part.rows > 0)
  if (sizes.length <= asked.length) throw tooFewGroups(name, sizes.length, asked.length + 1)

  const order = Uint32Array.from(sizes, (_, group) => group)
  shuffle(order, createRandom(seed))
  const partOf = new Uint8Array(sizes.length).fill(trainPart)
  let left = Array.from(order)
  for (const [index, wanted] of asked.entries()) {
    const keep = asked.length - index
    const taken = takeGroups(left, sizes, wanted.rows, left.length - keep)
    for (const group of taken) partOf[group] = wanted.part
    left = left.filter((group) => !taken.has(group))
  }
  const parts = Uint8Array.from(codes, (code) => partOf[code] ?? trainPart)
  return {
    train: takeRows(rows, parts, trainPart),
    validation: takeRows(rows, parts, validationPart),
    test: takeRows(rows, parts, testPart),
  }
}

/** At least one group, at most `most`, nearest to so many rows. */
function takeGroups(groups: readonly number[], sizes: Uint32Array, wanted: number, most: number): Set<number> {
  const taken = new Set<number>()
  let rows = 0
  for (const group of groups) {
    const size = sizes[group] ?? 0
    if (taken.size >= most || rows >= wanted) break
    if (size / 2 > wanted - rows) continue
    taken.add(group)
    rows += size
  }
  if (taken.size > 0) return taken
  const smallest = groups.reduce((best, group) => ((sizes[group] ?? 0) < (sizes[best] ?? 0) ? group : best))
  return taken.add(smallest)
}

function tooFewGroups(name: string, groups: number, parts: number): DescentError {
  return new DescentError(
    'unusable-input',
    `“${name}” has ${groups === 1 ? 'one value' : `${groups} values`} in the usable rows, too few to keep each whole in one of ${parts} parts.`,
    { hint: 'Split by another column, or ask for no validation or no test rows.', where: { column: name } },
  )
}
