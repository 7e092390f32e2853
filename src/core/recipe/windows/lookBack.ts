import { parts } from './fill.ts'
import { eachSeries, type Sequences } from './sequences.ts'
import type { WindowStep } from './steps.ts'

/**
 * How many training rows a step makes look back at rows of validation or test.
 *
 * @param part of every row of the table
 */
export function judgedBehind({ statistic, rows }: WindowStep, sequences: Sequences, part: Uint8Array): number {
  // One other row, or all of a window.
  const isOne = statistic === 'lag' || statistic === 'difference'
  const longest = Math.max(...rows)
  const isJudged = (at: number): boolean => {
    const of = part[sequences.rows[at] ?? 0]
    return of === parts.validation || of === parts.test
  }
  let count = 0
  eachSeries(sequences, (from, to) => {
    let judged = -Infinity
    for (let at = from; at < to; at++) {
      const looks = isOne ? rows.some((back) => at - back >= from && isJudged(at - back)) : judged >= at - longest
      if (looks && part[sequences.rows[at] ?? 0] === parts.train) count++
      if (isJudged(at)) judged = at
    }
  })
  return count
}
