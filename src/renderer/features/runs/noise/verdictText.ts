import type { Comparison } from '../../../../shared/comparison.ts'
import { formatMetric, metricWords } from '../../evaluate/metricWords.ts'
import { formatShare } from '../../../components/format.ts'

const evidenceWords: Record<Comparison['evidence'], string> = {
  folds: 'both were trained on the same folds',
  seeds: 'repeats with other seeds show how far scores differ by luck',
  rows: 'the rows were drawn again and again, as another sample might have been',
}

/** Whether a is better than b, in a few words and then why, with the evidence named. */
export function verdictText(comparison: Comparison): { headline: string; reason: string } {
  const { a, b, metric, split, verdict, difference, interval, level, chances } = comparison
  const word = [...metricWords('classification'), ...metricWords('regression')].find(({ key }) => key === metric)
  const name = word?.name ?? metric
  const rows = split === 'train' ? 'training' : split
  const size = formatMetric(Math.abs(difference))
  const how = difference < 0 ? `${size} lower` : `${size} higher`
  const range = `${formatShare(level)} interval ${formatMetric(interval.low)} to ${formatMetric(interval.high)}`
  const evidence = evidenceWords[comparison.evidence]
  const odds = chances === null ? '' : ` ${a.name} is better with a chance of ${formatShare(chances.better)}.`
  const scores = `${name} on the ${rows} rows: ${formatMetric(a.score)} and ${formatMetric(b.score)}`
  if (verdict === 'tie') {
    return {
      headline: `A tie: ${a.name} and ${b.name}`,
      reason: `${scores}. The difference of ${size} is no larger than chance makes it (${range}; ${evidence}).${odds} Take the simpler or the faster one.`,
    }
  }
  return {
    headline: `${a.name} is ${verdict} than ${b.name}`,
    reason: `${scores}, so ${how}: more than chance makes it (${range}; ${evidence}).${odds}`,
  }
}
