/** Rows from the greatest score to the least, in groups of equal scores. */
export interface Ranking {
  /** Places of rows; within a group as they stood. */
  order: Uint32Array
  /** Where each group ends in `order`, the place after its last row. */
  ends: Uint32Array
  /** The score of each group. */
  values: Float64Array
}

/** Ranks rows by score; null where a score is NaN. */
export function rankDescending(scores: Float64Array): Ranking | null {
  const sorted = new Float64Array(scores.length)
  for (let row = 0; row < scores.length; row++) {
    const score = scores[row] ?? NaN
    if (Number.isNaN(score)) return null
    // +0 and -0 are one score, and only one of them in what is sorted.
    sorted[row] = -score + 0
  }
  sorted.sort()
  const starts = new Uint32Array(sorted.length)
  let groups = 0
  for (let i = 0; i < sorted.length; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) starts[groups++] = i
  const values = new Float64Array(groups)
  for (let group = 0; group < groups; group++) values[group] = sorted[starts[group] ?? 0] ?? NaN
  const next = starts.slice(0, groups)
  const order = new Uint32Array(scores.length)
  for (let row = 0; row < scores.length; row++) {
    const group = groupOf(values, -(scores[row] ?? NaN))
    const place = next[group] ?? 0
    order[place] = row
    next[group] = place + 1
  }
  return { order, ends: next, values: values.map((value) => -value + 0) }
}

/** Where a value lies among ascending ones that hold it. */
function groupOf(values: Float64Array, value: number): number {
  let low = 0
  let high = values.length - 1
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((values[middle] ?? NaN) < value) low = middle + 1
    else high = middle
  }
  return low
}

/** What a ranking says of how well its scores find the rows of one class. */
export interface RankAreas {
  /** Under the ROC curve; NaN where one side has no rows. */
  rocAuc: number
  /** NaN without rows of the class. */
  averagePrecision: number
}

/**
 * The areas of one class's curves, rows counting as often as they were drawn.
 *
 * The ROC area is the chance that a row of the class is ranked above another one, ties counting half (Mann and Whitney,
 * 1947). Average precision is Σ (Rᵢ - Rᵢ₋₁) Pᵢ over the groups, recall and precision after each (scikit-learn's
 * `average_precision_score`).
 *
 * @param positive 1 for a row of the class, by row
 * @param counts how often each row counts; once without them
 */
export function rankAreas({ order, ends }: Ranking, positive: Uint8Array, counts?: Uint16Array): RankAreas {
  let positives = 0
  let negatives = 0
  let pairs = 0
  let precisions = 0
  let at = 0
  for (let group = 0; group < ends.length; group++) {
    const end = ends[group] ?? 0
    let groupPositives = 0
    let groupRows = 0
    for (; at < end; at++) {
      const row = order[at] ?? 0
      const count = counts === undefined ? 1 : (counts[row] ?? 0)
      groupRows += count
      if (positive[row] === 1) groupPositives += count
    }
    const groupNegatives = groupRows - groupPositives
    pairs += groupNegatives * (positives + groupPositives / 2)
    positives += groupPositives
    negatives += groupNegatives
    if (groupPositives > 0) precisions += groupPositives * (positives / (positives + negatives))
  }
  return {
    rocAuc: positives === 0 || negatives === 0 ? NaN : pairs / (positives * negatives),
    averagePrecision: positives === 0 ? NaN : precisions / positives,
  }
}
