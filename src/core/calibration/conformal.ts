/** Fewest calibration rows with which a level can be reached: below, no number of scores is enough. */
export function rowsNeeded(level: number): number {
  for (let rows = Math.max(1, Math.floor(level / (1 - level)) - 1); ; rows++) if (rank(rows, level) <= rows) return rows
}

/**
 * The ⌈(n + 1) · level⌉-th smallest score of split conformal prediction (Papadopoulos et al., 2002; Lei et al., 2018): a new
 * row's score is at most so much with at least the probability `level`, and less than 1/(n + 1) more where scores do not tie,
 * if it is exchangeable with the calibration rows. Infinity where there are too few of them.
 *
 * @param scores of the calibration rows, in any order
 */
export function conformalThreshold(scores: Float64Array, level: number): number {
  return scores.toSorted()[rank(scores.length, level) - 1] ?? Infinity
}

/** Products such as 10 · 0.9 may come out a little above the whole number that they are. */
function rank(rows: number, level: number): number {
  return Math.ceil((rows + 1) * level - 1e-9)
}

/**
 * A 95 % interval of a share (Wilson, 1927).
 *
 * @param share of `rows` rows, 0 to 1
 */
export function wilsonInterval(share: number, rows: number): [from: number, to: number] {
  const z = 1.959963984540054
  const centre = (share + (z * z) / (2 * rows)) / (1 + (z * z) / rows)
  const half = (z / (1 + (z * z) / rows)) * Math.sqrt((share * (1 - share)) / rows + (z * z) / (4 * rows * rows))
  return [Math.max(0, centre - half), Math.min(1, centre + half)]
}
