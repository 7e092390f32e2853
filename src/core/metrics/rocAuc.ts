/**
 * Area under the ROC curve, as the chance that a positive row scores higher than a negative one, ties counting
 * half: (R - p(p+1)/2) / (p n), with R the sum of the positives' mid-ranks (Mann and Whitney, 1947).
 * NaN where one side has no rows or a score is NaN.
 *
 * @param positive 1 for a positive row, 0 for a negative one
 */
export function rocAuc(scores: Float64Array, positive: Uint8Array): number {
  const order = new Uint32Array(scores.length)
  for (let i = 0; i < order.length; i++) order[i] = i
  order.sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0))

  let positives = 0
  let rankSum = 0
  let start = 0
  while (start < order.length) {
    const score = scores[order[start] ?? 0] ?? NaN
    if (Number.isNaN(score)) return NaN
    let end = start
    let tiedPositives = 0
    while (end < order.length && scores[order[end] ?? 0] === score) {
      tiedPositives += positive[order[end] ?? 0] ?? 0
      end++
    }
    rankSum += tiedPositives * ((start + 1 + end) / 2)
    positives += tiedPositives
    start = end
  }
  const negatives = order.length - positives
  if (positives === 0 || negatives === 0) return NaN
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives)
}
