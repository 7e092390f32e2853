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
  // Sorted once: what is left of an order in a part of the rows is still one.
  const ascending = columns.map(({ values, levels }) =>
    levels === null ? rows.toSorted((a, b) => (values[a] ?? NaN) - (values[b] ?? NaN)) : rows,
  )
  const goesLeft = new Uint8Array(scores.length)
  const grow = (orders: readonly Uint32Array[]): number => {
    const node = tree.columns.length
    const [part = rows] = orders
    const split = bestSplit(columns, scores, orders, random)
    tree.columns.push(split?.column ?? -1)
    tree.thresholds.push(split?.threshold ?? NaN)
    tree.leftLevels.push(split?.leftLevels ?? new Set())
    tree.values.push(meanOf(scores, part))
    tree.left.push(-1)
    tree.right.push(-1)
    if (split === null) return node
    const { values } = columns[split.column] ?? { values: new Float64Array() }
    let onLeft = 0
    for (let i = 0; i < part.length; i++) {
      const row = part[i] ?? 0
      goesLeft[row] = isLeft(split, values[row] ?? NaN) ? 1 : 0
      onLeft += goesLeft[row] ?? 0
    }
    const parted = orders.map((order) => partition(order, goesLeft, onLeft))
    tree.left[node] = grow(parted.map(({ left }) => left))
    tree.right[node] = grow(parted.map(({ right }) => right))
    return node
  }
  grow(ascending)
  return tree
}

/** The rows of each side, in the order they had. */
function partition(
  order: Uint32Array,
  goesLeft: Uint8Array,
  onLeft: number,
): { left: Uint32Array; right: Uint32Array } {
  const left = new Uint32Array(onLeft)
  const right = new Uint32Array(order.length - onLeft)
  let [atLeft, atRight] = [0, 0]
  for (let i = 0; i < order.length; i++) {
    const row = order[i] ?? 0
    if (goesLeft[row] === 1) left[atLeft++] = row
    else right[atRight++] = row
  }
  return { left, right }
}

/** Values up to the threshold go left, or these levels. */
interface Cut {
  threshold: number
  leftLevels: ReadonlySet<number>
  /** By how much the sum of squared errors falls. */
  gain: number
}
interface Split extends Cut {
  column: number
}

function isLeft({ threshold, leftLevels }: Cut, value: number): boolean {
  return Number.isNaN(threshold) ? leftLevels.has(value) : value <= threshold
}

/** @param orders the rows, for each column with numbers in their order */
function bestSplit(
  columns: readonly ForestColumn[],
  scores: Float64Array,
  orders: readonly Uint32Array[],
  random: Random,
): Split | null {
  const rows = orders[0] ?? new Uint32Array()
  const first = scores[rows[0] ?? 0] ?? NaN
  if (rows.every((row) => scores[row] === first)) return null
  const mean = meanOf(scores, rows)
  let best: Split | null = null
  const start = random.below(columns.length)
  for (let i = 0; i < columns.length; i++) {
    const column = (start + i) % columns.length
    const { values, levels } = columns[column] ?? { values: new Float64Array(), levels: null }
    const order = orders[column] ?? rows
    const cut =
      levels === null ? cutNumbers(values, scores, order, mean) : cutLevels(values, levels, scores, order, mean)
    if (cut !== null && (best === null || cut.gain > best.gain)) best = { ...cut, column }
  }
  return best
}

function meanOf(scores: Float64Array, rows: Uint32Array): number {
  let sum = 0
  for (let i = 0; i < rows.length; i++) sum += scores[rows[i] ?? 0] ?? NaN
  return sum / rows.length
}

/**
 * By how much squared errors fall when rows are parted.
 *
 * @param deviation sum of the deviations from the mean of all, over the rows on one side: these keep their digits where
 * scores are large and alike
 */
function gainOf(deviation: number, count: number, all: number): number {
  return (deviation * deviation) / count + (deviation * deviation) / (all - count)
}

/** The cut halfway between two numbers that differ. */
function cutNumbers(values: Float64Array, scores: Float64Array, ascending: Uint32Array, mean: number): Cut | null {
  let threshold = NaN
  let most = -1
  let deviation = 0
  for (let count = 1; count < ascending.length; count++) {
    const row = ascending[count - 1] ?? 0
    deviation += (scores[row] ?? NaN) - mean
    const [value, next] = [values[row] ?? NaN, values[ascending[count] ?? 0] ?? NaN]
    if (value === next) continue
    const gain = gainOf(deviation, count, ascending.length)
    if (gain > most) [threshold, most] = [halfway(value, next), gain]
  }
  return most < 0 ? null : { threshold, leftLevels: new Set(), gain: most }
}

/** Never the upper end, which rounding may reach. */
function halfway(low: number, high: number): number {
  const middle = low / 2 + high / 2
  return middle < high ? middle : low
}

/** The cut between two levels in the order of their means. Levels that the rows lack go right. */
function cutLevels(
  values: Float64Array,
  levels: number,
  scores: Float64Array,
  rows: Uint32Array,
  mean: number,
): Cut | null {
  const deviations = new Float64Array(levels)
  const counts = new Float64Array(levels)
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] ?? 0
    const level = values[row] ?? 0
    deviations[level] = (deviations[level] ?? 0) + (scores[row] ?? NaN) - mean
    counts[level] = (counts[level] ?? 0) + 1
  }
  const meanAt = (level: number): number => (deviations[level] ?? NaN) / (counts[level] ?? NaN)
  const present = [...counts.keys()].filter((level) => (counts[level] ?? 0) > 0).sort((a, b) => meanAt(a) - meanAt(b))
  let best: Cut | null = null
  let deviation = 0
  let count = 0
  for (const [place, level] of present.slice(0, -1).entries()) {
    deviation += deviations[level] ?? NaN
    count += counts[level] ?? NaN
    const gain = gainOf(deviation, count, rows.length)
    if (best !== null && gain <= best.gain) continue
    best = { threshold: NaN, leftLevels: new Set(present.slice(0, place + 1)), gain }
  }
  return best
}
