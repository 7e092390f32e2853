import type { Comparison } from '../../../../shared/comparison.ts'
import { formatMetric, metricWords } from '../../evaluate/metricWords.ts'
import { formatShare } from '../../../../core/words/format.ts'

const evidenceWords: Record<Comparison['evidence'], string> = {
  folds: 'both were trained on the same folds',
  seeds: 'repeats with other seeds show how far scores differ by luck',
  rows: 'the rows were drawn again and again, as another sample might have been',
}

/** What a difference that counts is more than, by where the noise is known from. */
const noiseWords: Record<Comparison['evidence'], string> = {
  folds: 'more than chance makes it',
  seeds: 'more than the luck of the seed makes it',
  rows: 'more than another sample of such rows would make it',
}

/** Whether a is better than b, in a few words and then why, with the evidence named. */
export function verdictText(comparison: Comparison): { headline: string; reason: string } {
  const { a, b, metric, split, verdict, difference, interval, level, chances } = comparison
  const word = [...metricWords('classification'), ...metricWords('regression')].find(({ key }) => key === metric)
  const name = word?.name ?? metric
  const rows = split === 'train' ? 'training' : split
  const range = `${formatShare(level)} interval ${formatMetric(interval.low)} to ${formatMetric(interval.high)}`
  const evidence = evidenceWords[comparison.evidence]
  const odds = chances === null ? '' : ` ${a.name} is better with a chance of ${formatShare(chances.better)}.`
  const good = comparison.direction === 'minimize' ? 'lower is better' : 'higher is better'
  const scores = `${name} (${good}) on the ${rows} rows: ${formatMetric(a.score)} and ${formatMetric(b.score)}`
  const size = `a difference of ${formatMetric(difference)} (${range}; ${evidence})`
  if (verdict === 'tie') {
    return {
      headline: `A tie: ${a.name} and ${b.name}`,
      reason: `${scores}, ${size}: no larger than chance makes it.${odds} Take the simpler or the faster one.`,
    }
  }
  return {
    headline: `${a.name} is ${verdict} than ${b.name}${comparison.evidence === 'rows' ? ' on such rows' : ''}`,
    reason: `${scores}, ${size}: ${noiseWords[comparison.evidence]}.${odds}`,
  }
}

/** What rows alone do not tell: said where they are the evidence of a difference. */
export const onlyRows =
  'This covers the choice of rows, not the luck of the seed: the same settings could score otherwise.'
