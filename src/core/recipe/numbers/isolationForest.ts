import type { OnProgress } from '../../progress.ts'
import { createRandom, type Random } from '../../random.ts'

/** A binary tree in arrays, one entry a node, node 0 the root. A node's left child is the node after it. */
export interface IsolationTree {
  /** The column that the node splits by; -1 for a leaf. */
  columns: Int32Array
  /** Values up to it go left, all others right. */
  thresholds: Float64Array
  right: Int32Array
  /** Of a leaf: its depth and the mean depth that its rows would have in a tree of their own. */
  lengths: Float64Array
}

export interface IsolationForest {
  trees: readonly IsolationTree[]
  /** Rows that each tree was grown on. */
  sampleSize: number
}

export interface IsolationSettings {
  trees: number
  sampleSize: number
  seed: number
}

/** Of the paper's experiments (section 4.1), scikit-learn's too. */
export const usualIsolation = { trees: 100, sampleSize: 256 }

/**
 * Isolation forest (Liu, Ting and Zhou, 2008, ICDM, algorithms 1 and 2): each tree splits a sample of the rows by a
 * random column at a random value until they are alone or the tree is as deep as an average one. Columns that do not
 * vary in a node are not drawn there.
 *
 * @param columns of equal length, without NaN
 */
export function growIsolationForest(columns: readonly Float64Array[], settings: IsolationSettings): IsolationForest {
  const rows = columns[0]?.length ?? 0
  const sampleSize = Math.min(settings.sampleSize, rows)
  const random = createRandom(settings.seed)
  const trees: IsolationTree[] = []
  for (let i = 0; i < settings.trees; i++) trees.push(growTree(columns, sampleRows(rows, sampleSize, random), random))
  return { trees, sampleSize }
}

/** Different rows, each set of them equally likely (Floyd's algorithm: Bentley and Floyd, 1987). */
function sampleRows(rows: number, size: number, random: Random): Uint32Array {
  const chosen = new Set<number>()
  for (let last = rows - size; last < rows; last++) {
    const row = random.below(last + 1)
    chosen.add(chosen.has(row) ? last : row)
  }
  return Uint32Array.from(chosen)
}

function growTree(columns: readonly Float64Array[], rows: Uint32Array, random: Random): IsolationTree {
  const capacity = Math.max(1, 2 * rows.length - 1)
  const tree: IsolationTree = {
    columns: new Int32Array(capacity).fill(-1),
    thresholds: new Float64Array(capacity),
    right: new Int32Array(capacity),
    lengths: new Float64Array(capacity),
  }
  const deepest = Math.ceil(Math.log2(Math.max(rows.length, 2)))
  let nodes = 0
  const grow = (part: Uint32Array, depth: number): number => {
    const node = nodes++
    const split = depth < deepest && part.length > 1 ? drawSplit(columns, part, random) : null
    if (split === null) {
      tree.lengths[node] = depth + averagePathLength(part.length)
      return node
    }
    const { column, threshold } = split
    const values = columns[column] ?? new Float64Array()
    tree.columns[node] = column
    tree.thresholds[node] = threshold
    grow(
      part.filter((row) => (values[row] ?? NaN) <= threshold),
      depth + 1,
    )
    tree.right[node] = grow(
      part.filter((row) => (values[row] ?? NaN) > threshold),
      depth + 1,
    )
    return node
  }
  grow(rows, 0)
  return tree
}

/** A random column among those that vary over the rows, and a random value between its ends; null if none varies. */
function drawSplit(
  columns: readonly Float64Array[],
  rows: Uint32Array,
  random: Random,
): { column: number; threshold: number } | null {
  const candidates = Uint32Array.from(columns, (_, index) => index)
  for (let left = candidates.length; left > 0; left--) {
    const drawn = random.below(left)
    const column = candidates[drawn] ?? 0
    candidates[drawn] = candidates[left - 1] ?? 0
    const values = columns[column] ?? new Float64Array()
    let min = Infinity
    let max = -Infinity
    for (let i = 0; i < rows.length; i++) {
      const value = values[rows[i] ?? 0] ?? NaN
      if (value < min) min = value
      if (value > max) max = value
    }
    if (!(min < max)) continue
    const share = random.uint32() / 2 ** 32
    const threshold = min * (1 - share) + max * share
    // Rounding may reach the largest value, and nothing would go right.
    return { column, threshold: threshold < max ? Math.max(threshold, min) : min }
  }
  return null
}

const eulerGamma = 0.5772156649015329

/** The mean length of an unsuccessful search in a binary search tree of so many rows (equation 1 of the paper). */
export function averagePathLength(rows: number): number {
  if (rows <= 1) return 0
  if (rows === 2) return 1
  return 2 * (Math.log(rows - 1) + eulerGamma) - (2 * (rows - 1)) / rows
}

/** Rows that are scored by all trees before the next ones: their values stay in the processor's cache. */
const blockRows = 1024

/**
 * How easily each row is isolated (equation 2 of the paper; scikit-learn's `score_samples` with the sign turned):
 * 0.5 for an average row, towards 1 for outliers.
 *
 */
export function isolationScores(
  { trees, sampleSize }: IsolationForest,
  columns: readonly Float64Array[],
  onProgress: OnProgress = () => {},
): Float64Array {
  const rows = columns[0]?.length ?? 0
  const scores = new Float64Array(rows)
  // A forest of single rows cannot tell them apart.
  const expected = averagePathLength(sampleSize) * trees.length
  if (expected === 0) return scores.fill(0.5)
  const width = columns.length
  const block = new Float64Array(blockRows * width)
  for (let from = 0; from < rows; from += blockRows) {
    onProgress(from / rows)
    const count = Math.min(blockRows, rows - from)
    for (let column = 0; column < width; column++) {
      const values = columns[column]
      for (let row = 0; row < count; row++) block[row * width + column] = values?.[from + row] ?? NaN
    }
    const lengths = scores.subarray(from, from + count)
    for (const tree of trees) addPathLengths(tree, block, width, lengths)
    for (let row = 0; row < count; row++) lengths[row] = 2 ** (-(lengths[row] ?? 0) / expected)
  }
  return scores
}

/** @param block row-major, as many rows as there are lengths */
function addPathLengths(
  { columns, thresholds, right, lengths }: IsolationTree,
  block: Float64Array,
  width: number,
  sums: Float64Array,
): void {
  for (let row = 0; row < sums.length; row++) {
    const start = row * width
    let node = 0
    for (let column = columns[0] ?? -1; column >= 0; column = columns[node] ?? -1) {
      node = (block[start + column] ?? NaN) <= (thresholds[node] ?? NaN) ? node + 1 : (right[node] ?? 0)
    }
    sums[row] = (sums[row] ?? 0) + (lengths[node] ?? 0)
  }
}
