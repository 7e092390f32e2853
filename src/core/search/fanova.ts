import type { ForestColumn, RegressionTree } from './forest.ts'

/** What a tree's predictions vary by over the whole space, each column uniform over its range or levels. */
export interface TreeVariance {
  total: number
  /** Of each column alone: the variance of the mean prediction over all other columns. */
  main: number[]
}

/** A leaf's part of the space: a range, or a set of levels, in each column. */
interface Leaf {
  value: number
  sides: Side[]
}
type Side = { from: number; to: number } | { levels: ReadonlySet<number> }

/**
 * Functional analysis of variance of a tree (Hutter, Hoos and Leyton-Brown, 2014, ICML, algorithms 1 and 2), exact for its
 * main effects: the leaves divide the space into boxes, and over each of them the prediction is constant.
 */
export function treeVariance(tree: RegressionTree, columns: readonly Pick<ForestColumn, 'levels'>[]): TreeVariance {
  const whole = columns.map(({ levels }): Side =>
    levels === null ? { from: 0, to: 1 } : { levels: new Set(Array.from({ length: levels }, (_, level) => level)) },
  )
  const leaves = leavesOf(tree, whole)
  const sizes = leaves.map(({ sides }) => sides.map((side, column) => sizeOf(side, columns[column]?.levels ?? null)))
  const volumes = sizes.map((all) => all.reduce((product, size) => product * size, 1))
  const values = leaves.map(({ value }) => value)
  const mean = values.reduce((sum, value, leaf) => sum + value * (volumes[leaf] ?? 0), 0)
  const total = values.reduce((sum, value, leaf) => sum + (value - mean) ** 2 * (volumes[leaf] ?? 0), 0)
  const main = columns.map(({ levels }, column) => {
    // The part of each leaf's deviation that a single value of the column sees: the others are averaged over.
    const seen = leaves.map(({ value, sides }, leaf) => {
      const size = sizes[leaf]?.[column] ?? 0
      return {
        side: sides[column] ?? { from: 0, to: 0 },
        part: size > 0 ? ((value - mean) * (volumes[leaf] ?? 0)) / size : 0,
      }
    })
    return levels === null ? varianceOverRange(seen) : varianceOverLevels(seen, levels)
  })
  return { total, main }
}

function leavesOf(tree: RegressionTree, whole: Side[]): Leaf[] {
  const leaves: Leaf[] = []
  const visit = (node: number, sides: Side[]): void => {
    const column = tree.columns[node] ?? -1
    const side = sides[column]
    if (side === undefined) {
      leaves.push({ value: tree.values[node] ?? NaN, sides })
      return
    }
    const [left, right] = divided(side, tree.thresholds[node] ?? NaN, tree.leftLevels[node] ?? new Set())
    visit(tree.left[node] ?? -1, sides.with(column, left))
    visit(tree.right[node] ?? -1, sides.with(column, right))
  }
  visit(0, whole)
  return leaves
}

function divided(side: Side, threshold: number, leftLevels: ReadonlySet<number>): [Side, Side] {
  if ('levels' in side) {
    const levels = [...side.levels]
    return [
      { levels: new Set(levels.filter((level) => leftLevels.has(level))) },
      { levels: new Set(levels.filter((level) => !leftLevels.has(level))) },
    ]
  }
  const cut = Math.min(side.to, Math.max(side.from, threshold))
  return [
    { from: side.from, to: cut },
    { from: cut, to: side.to },
  ]
}

function sizeOf(side: Side, levels: number | null): number {
  return 'levels' in side ? side.levels.size / (levels ?? 1) : side.to - side.from
}

interface Seen {
  side: Side
  part: number
}

function varianceOverLevels(seen: readonly Seen[], levels: number): number {
  const marginal = new Float64Array(levels)
  for (const { side, part } of seen) {
    if ('levels' in side) for (const level of side.levels) marginal[level] = (marginal[level] ?? 0) + part
  }
  return marginal.reduce((sum, value) => sum + value * value, 0) / levels
}

/** The mean prediction is constant between the ends of the leaves' ranges. */
function varianceOverRange(seen: readonly Seen[]): number {
  const ends = seen.flatMap(({ side }) => ('levels' in side ? [] : [side.from, side.to]))
  const cuts = [...new Set(ends)].sort((a, b) => a - b)
  const place = new Map(cuts.map((cut, index) => [cut, index]))
  const changes = new Float64Array(cuts.length)
  for (const { side, part } of seen) {
    if ('levels' in side) continue
    const [from, to] = [place.get(side.from) ?? 0, place.get(side.to) ?? 0]
    changes[from] = (changes[from] ?? 0) + part
    changes[to] = (changes[to] ?? 0) - part
  }
  let marginal = 0
  let sum = 0
  for (let i = 0; i + 1 < cuts.length; i++) {
    marginal += changes[i] ?? 0
    sum += marginal * marginal * ((cuts[i + 1] ?? 0) - (cuts[i] ?? 0))
  }
  return sum
}
