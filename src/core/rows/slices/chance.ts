import { normalCdf } from '../../math/normal.ts'
import { studentTCdf } from '../../math/studentT.ts'
import type { SliceMetric } from '../../../shared/slices.ts'
import { isCost, varianceOf, type Sums } from './measure.ts'

/**
 * The chance that the rows of a slice come out as much worse than the other rows, or more, where there is no difference.
 *
 * Costs by Welch's unequal variances test (1947, Biometrika 34:28–35). Shares of right rows by the difference of
 * proportions with one more right and one more wrong row on either side, which keeps its level also where all rows are
 * right (Agresti and Caffo, 2000, The American Statistician 54:280–288).
 *
 * @returns one-sided, 0 to 1; 1 where nothing can be told
 */
export function chanceOfWorse(metric: SliceMetric, slice: Sums, others: Sums): number {
  if (slice.count < 2 || others.count < 2) return 1
  if (!isCost(metric)) {
    const [p, q] = [(slice.sum + 1) / (slice.count + 2), (others.sum + 1) / (others.count + 2)]
    const error = Math.sqrt((p * (1 - p)) / (slice.count + 2) + (q * (1 - q)) / (others.count + 2))
    return normalCdf((p - q) / error)
  }
  const [a, b] = [varianceOf(slice) / slice.count, varianceOf(others) / others.count]
  const difference = slice.sum / slice.count - others.sum / others.count
  if (!(a + b > 0)) return difference > 0 ? 0 : 1
  const freedom = (a + b) ** 2 / (a ** 2 / (slice.count - 1) + b ** 2 / (others.count - 1))
  return 1 - studentTCdf(difference / Math.sqrt(a + b), freedom)
}

/**
 * Chances corrected for how many there are: each smallest one counts as many times as there are that are not smaller (Holm,
 * 1979, Scandinavian Journal of Statistics 6:65–70), so that the chance to call any slice worse that is not stays as said.
 *
 * @param others that could have been tested, too, and were passed over because of the outcomes: they count as if they were tested
 */
export function corrected(chances: readonly number[], others = 0): number[] {
  const order = chances.map((_, at) => at).toSorted((a, b) => (chances[a] ?? 1) - (chances[b] ?? 1))
  const result = new Array<number>(chances.length).fill(1)
  let least = 0
  for (const [rank, at] of order.entries()) {
    least = Math.max(least, Math.min(1, (chances.length + others - rank) * (chances[at] ?? 1)))
    result[at] = least
  }
  return result
}
