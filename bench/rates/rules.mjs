/**
 * Ways to read a range test, each from rates and losses to a rate; null where the loss never fell.
 * `smoothed` is the running mean that the test returns, whose first steps are still the first batches' chance.
 */
const settling = 10

const indexOfLowest = (values) => values.reduce((at, value, index) => (value < values[at] ? index : at), 0)

/** A share of the rate at which the smoothed loss was lowest; fastai's "minimum" is a tenth of it. */
const belowLowest =
  (share) =>
  ({ rates, smoothed }) => {
    const at = indexOfLowest(smoothed)
    return at < settling ? null : rates[at] * share
  }

/** Where the smoothed loss falls fastest for equal ratios of rates, before its lowest. */
function steepest({ rates, smoothed }) {
  const lowest = indexOfLowest(smoothed)
  if (lowest < settling) return null
  let best = settling
  const slope = (at) => smoothed[at + 1] - smoothed[at - 1]
  for (let at = settling; at < lowest; at += 1) if (slope(at) < slope(best)) best = at
  return rates[best]
}

/** The middle of the longest falling subsequence, as fastai's "valley". */
function valley({ rates, smoothed }) {
  const longest = smoothed.map(() => 1)
  let end = 0
  for (let i = 1; i < smoothed.length; i += 1) {
    for (let j = 0; j < i; j += 1) {
      if (smoothed[i] < smoothed[j]) longest[i] = Math.max(longest[i], longest[j] + 1)
    }
    if (longest[i] > longest[end]) end = i
  }
  const start = Math.max(0, end - longest[end])
  return rates[start + Math.floor((end - start) / 2)]
}

/** Where a share of the whole fall is done. */
const afterFall =
  (share) =>
  ({ rates, smoothed }) => {
    const lowest = indexOfLowest(smoothed)
    if (lowest < settling) return null
    const level = (1 - share) * smoothed[settling - 1] + share * smoothed[lowest]
    return rates[smoothed.findIndex((loss, at) => at >= settling && loss <= level)]
  }

const atMost = (a, b) => (report) => {
  const [first, second] = [a(report), b(report)]
  return first === null || second === null ? null : Math.min(first, second)
}

export const rules = {
  'lowest / 10': belowLowest(1 / 10),
  'lowest / 3': belowLowest(1 / 3),
  'lowest / 10, at most a quarter of the fall': atMost(belowLowest(1 / 10), afterFall(1 / 4)),
  'lowest / 3, at most half of the fall': atMost(belowLowest(1 / 3), afterFall(1 / 2)),
  steepest,
  valley,
  'half of the fall': afterFall(1 / 2),
}
