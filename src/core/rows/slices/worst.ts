import type { SliceCondition } from '../../../shared/evaluation.ts'
import type { Slice, SliceMetric, WorstSlices } from '../../../shared/slices.ts'
import { noGroup, type Cut } from './cut.ts'
import { isCost, meanInterval, type Sums } from './measure.ts'
import { chanceOfWorse, corrected } from './chance.ts'

/** Fewer rows tell little: a slice has at least so many, and at least such a share of all. */
const LEAST_ROWS = 20
const LEAST_SHARE = 0.005
/** Columns of which two are looked at together: those whose own slices differ most. */
const CROSSED_COLUMNS = 16
const WORSE_BELOW = 0.05
const LISTED = 50
/** Slices that chance allows, listed all the same. */
const LISTED_BY_CHANCE = 5

interface Found {
  slice: Slice
  sums: Sums
  chance: number
}

/** Rows that a slice has at least in a search among so many. */
export function leastRowsOf(rows: number): number {
  return Math.max(LEAST_ROWS, Math.ceil(LEAST_SHARE * rows))
}

/**
 * Finds slices of one column, and of two together, whose rows come out worse than the others.
 *
 * Of two columns together only slices are told that are worse than either of their conditions alone, by the same test
 * within its rows. All that are tested count in the correction, those not told, too; and so do, because the outcomes choose
 * which columns are looked at in pairs, the pairs of those that are not.
 *
 * @param cuts of the columns
 * @param measures of the rows, in the order of the cuts' codes
 */
export function worstSlices(
  cuts: readonly Cut[],
  measures: Float64Array,
  metric: SliceMetric,
  onProgress: (fraction: number) => void = () => {},
): WorstSlices {
  const all = sumsOf(measures)
  const leastRows = leastRowsOf(measures.length)
  const single = cuts.map((cut) => groupSums(cut.codes, measures, cut.groups.length))
  const found: Found[] = []
  const consider = (conditions: SliceCondition[], sums: Sums): Found | null => {
    if (sums.count < leastRows || measures.length - sums.count < leastRows) return null
    const { count, sum } = sums
    const slice = { conditions, rows: count, value: sum / count, interval: meanInterval(metric, sums) }
    const one = { slice, sums, chance: chanceOfWorse(metric, sums, without(all, sums)) }
    found.push(one)
    return one
  }
  for (const [at, { groups }] of cuts.entries()) {
    for (const [group, condition] of groups.entries()) consider([condition], single[at]?.[group] ?? none)
  }
  const untold = new Set<Found>()
  const crossed = mostDifferent(single, all).slice(0, CROSSED_COLUMNS)
  const pairs = pairsOf(crossed)
  for (const [done, [i, j]] of pairs.entries()) {
    onProgress(done / pairs.length)
    const [a, b] = [cuts[i], cuts[j]]
    if (a === undefined || b === undefined) continue
    const both = pairSums(a, b, measures)
    for (const [first, one] of a.groups.entries()) {
      for (const [second, other] of b.groups.entries()) {
        const sums = both[first * b.groups.length + second] ?? none
        const pair = consider([one, other], sums)
        if (pair === null) continue
        const parents = [single[i]?.[first] ?? none, single[j]?.[second] ?? none]
        const isMore = parents.every((parent) => chanceOfWorse(metric, sums, without(parent, sums)) < WORSE_BELOW)
        if (!isMore) untold.add(pair)
      }
    }
  }
  const passedOver = pairedGroups(cuts) - pairedGroups(crossed.flatMap((at) => cuts[at] ?? []))
  const chances = corrected(
    found.map(({ chance }) => chance),
    passedOver,
  )
  const told = found
    .map((one, at) => ({
      value: one.slice.value,
      p: chances[at] ?? 1,
      isWorse: (chances[at] ?? 1) < WORSE_BELOW,
      of: one,
    }))
    .filter(({ of }) => !untold.has(of))
  const sign = isCost(metric) ? -1 : 1
  const worse = told.filter(({ isWorse }) => isWorse).toSorted((a, b) => sign * (a.value - b.value) || a.p - b.p)
  const overall = all.sum / all.count
  const byChance = told
    .filter(({ isWorse, value }) => !isWorse && sign * (value - overall) < 0)
    .toSorted((a, b) => a.of.chance - b.of.chance)
  return {
    metric,
    overall: { rows: measures.length, value: overall },
    columns: cuts.length,
    crossed: crossed.flatMap((at) => cuts[at]?.groups[0]?.column ?? []),
    tested: found.length,
    leastRows,
    slices: [...worse.slice(0, LISTED), ...byChance.slice(0, LISTED_BY_CHANCE)].map(({ of, p, isWorse }) => ({
      ...of.slice,
      p,
      isWorse,
    })),
  }
}

const none: Sums = { count: 0, sum: 0, squares: 0 }

function without(all: Sums, part: Sums): Sums {
  return { count: all.count - part.count, sum: all.sum - part.sum, squares: all.squares - part.squares }
}

function sumsOf(measures: Float64Array): Sums {
  return groupSums(new Uint8Array(measures.length), measures, 1)[0] ?? none
}

/** The sums of each group; rows of another code are in none. */
export function groupSums(codes: ArrayLike<number>, measures: Float64Array, groups: number): Sums[] {
  const sums = Array.from({ length: groups }, () => ({ count: 0, sum: 0, squares: 0 }))
  for (let place = 0; place < measures.length; place++) {
    const of = sums[codes[place] ?? groups]
    if (of === undefined) continue
    const measure = measures[place] ?? 0
    of.count++
    of.sum += measure
    of.squares += measure * measure
  }
  return sums
}

function pairSums(a: Cut, b: Cut, measures: Float64Array): Sums[] {
  const width = b.groups.length
  const codes = new Uint16Array(measures.length)
  const outside = a.groups.length * width
  for (let place = 0; place < codes.length; place++) {
    const [first, second] = [a.codes[place] ?? noGroup, b.codes[place] ?? noGroup]
    codes[place] = first === noGroup || second === noGroup ? outside : first * width + second
  }
  return groupSums(codes, measures, outside)
}

/**
 * Columns by how much their groups differ, the most first: the variance between the groups over that of all rows (the
 * numerator of the F test; Fisher, 1925).
 */
function mostDifferent(single: readonly Sums[][], all: Sums): number[] {
  const mean = all.sum / all.count
  const between = single.map((groups) => {
    const seen = groups.filter(({ count }) => count > 0)
    if (seen.length < 2) return 0
    return seen.reduce((sum, { count, sum: own }) => sum + count * (own / count - mean) ** 2, 0) / (seen.length - 1)
  })
  return between.map((_, at) => at).toSorted((a, b) => (between[b] ?? 0) - (between[a] ?? 0) || a - b)
}

/** Slices that all pairs of these columns have together. */
function pairedGroups(cuts: readonly Cut[]): number {
  const [sum, squares] = cuts.reduce(([s, q], { groups }) => [s + groups.length, q + groups.length ** 2], [0, 0])
  return (sum ** 2 - squares) / 2
}

function pairsOf(columns: readonly number[]): [number, number][] {
  return columns.flatMap((i, at) => columns.slice(at + 1).map((j): [number, number] => (i < j ? [i, j] : [j, i])))
}
