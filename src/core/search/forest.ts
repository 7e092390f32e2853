import { createRandom, type Random } from '../random.ts'

/** A column of a table: numbers from 0 to 1, or indices of so many levels. */
export interface ForestColumn {
  values: Float64Array
  /** null for numbers. */
  levels: number | null
}

/** A regression tree in arrays, one entry a node, node 0 the root. */
export interface RegressionTree {
  /** The column that the node splits by; -1 for a leaf. */
  columns: number[]
  /** Numbers up to it go left. */
  thresholds: number[]
  /** Levels that go left; empty where the column has numbers. */
  leftLevels: ReadonlySet<number>[]
  left: number[]
  right: number[]
  /** Mean of the rows in it. */
  values: number[]
}

export interface ForestSettings {
  trees: number
  seed: number
}

/**
 * Regression trees, each grown on as many rows as there are, drawn with replacement, until its leaves are pure (Breiman,
 * 2001; all columns are looked at in each node, as scikit-learn's `RandomForestRegressor` does). A split makes the squared
 * error least; levels are split in the order of their means, among which the best division is (Breiman et al., 1984,
 * theorem 4.5).
 */
export function growForest(
  columns: readonly ForestColumn[],
  scores: Float64Array,
  { trees, seed }: ForestSettings,
): RegressionTree[] {
  const random = createRandom(seed)
  return Array.from({ length: trees }, () => {
    const rows = Uint32Array.from(scores, () => random.below(scores.length))
    return growTree(columns, scores, rows, random)
  })
}

/** @param random decides which column is taken of several that split equally well */
export function growTree(
  columns: readonly ForestColumn[],
  scores: Float64Array,
  rows: Uint32Array,
  random: Random,
): RegressionTree {
  const tree: RegressionTree = { columns: [], thresholds: [], leftLevels: [], left: [], right: [], values: [] }
  const grow = (part: Uint32Array): number => {
    const node = tree.columns.length
    const split = bestSplit(columns, scores, part, random)
    tree.columns.push(split?.column ?? -1)
    tree.thresholds.push(split?.threshold ?? NaN)
    tree.leftLevels.push(split?.leftLevels ?? new Set())
    tree.values.push(part.reduce((sum, row) => sum + (scores[row] ?? NaN), 0) / part.length)
    tree.left.push(-1)
    tree.right.push(-1)
    if (split === null) return node
    const { values } = columns[split.column] ?? { values: new Float64Array() }
    const goesLeft = (row: number): boolean => isLeft(split, values[row] ?? NaN)
    tree.left[node] = grow(part.filter(goesLeft))
    tree.right[node] = grow(part.filter((row) => !goesLeft(row)))
    return node
  }
  grow(rows)
  return tree
}

interface Split {
  column: number
  threshold: number
  leftLevels: ReadonlySet<number>
  /** By how much the sum of squared errors falls. */
  gain: number
}

function isLeft({ threshold, leftLevels }: Split, value: number): boolean {
  return Number.isNaN(threshold) ? leftLevels.has(value) : value <= threshold
}

function bestSplit(
  columns: readonly ForestColumn[],
  scores: Float64Array,
  rows: Uint32Array,
  random: Random,
): Split | null {
  const first = scores[rows[0] ?? 0] ?? NaN
  if (rows.every((row) => scores[row] === first)) return null
  let best: Split | null = null
  const start = random.below(columns.length)
  for (let i = 0; i < columns.length; i++) {
    const column = (start + i) % columns.length
    const { values, levels } = columns[column] ?? { values: new Float64Array(), levels: null }
    const places = levels === null ? values : meansByLevel(values, levels, scores, rows)
    const placeOf = (row: number): number =>
      levels === null ? (values[row] ?? NaN) : (places[values[row] ?? 0] ?? NaN)
    const cut = bestCut(placeOf, scores, rows)
    if (cut === null || (best !== null && cut.gain <= best.gain)) continue
    const leftLevels = new Set<number>()
    if (levels !== null)
      for (const [level, place] of places.entries()) if (place <= cut.threshold) leftLevels.add(level)
    best = { column, threshold: levels === null ? cut.threshold : NaN, leftLevels, gain: cut.gain }
  }
  return best
}

/** Of a level that the rows lack, NaN: it goes right. */
function meansByLevel(values: Float64Array, levels: number, scores: Float64Array, rows: Uint32Array): Float64Array {
  const sums = new Float64Array(levels)
  const counts = new Float64Array(levels)
  for (const row of rows) {
    const level = values[row] ?? 0
    sums[level] = (sums[level] ?? 0) + (scores[row] ?? NaN)
    counts[level] = (counts[level] ?? 0) + 1
  }
  return sums.map((sum, level) => sum / (counts[level] ?? NaN))
}

/** Where to cut an ordering of the rows: halfway between two that differ. */
function bestCut(
  placeOf: (row: number) => number,
  scores: Float64Array,
  rows: Uint32Array,
): { threshold: number; gain: number } | null {
  const order = rows.toSorted((a, b) => placeOf(a) - placeOf(b))
  const total = order.reduce((sum, row) => sum + (scores[row] ?? NaN), 0)
  const mean = total / order.length
  let best: { threshold: number; gain: number } | null = null
  let below = 0
  for (let count = 1; count < order.length; count++) {
    // Deviations from the mean keep their digits where scores are large and alike.
    below += (scores[order[count - 1] ?? 0] ?? NaN) - mean
    const [place, next] = [placeOf(order[count - 1] ?? 0), placeOf(order[count] ?? 0)]
    if (place === next) continue
    const gain = (below * below) / count + (below * below) / (order.length - count)
    if (best === null || gain > best.gain) best = { threshold: halfway(place, next), gain }
  }
  return best
}

/** Never the upper end, which rounding may reach. */
function halfway(low: number, high: number): number {
  const middle = low / 2 + high / 2
  return middle < high ? middle : low
}
