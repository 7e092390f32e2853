import type { OutcomeCosts } from '../../../../../core/metrics/curves/costs.ts'
import type { ClassCurves, ThresholdCounts } from '../../../../../shared/scores.ts'
import { formatValue } from '../../../../../core/words/values.ts'

export type Outcomes = Pick<ClassCurves, 'positives' | 'negatives'>

/** What a person says that outcomes cost; a gain is what the right ones bring. */
export interface CostEntry {
  missed: number
  falseAlarm: number
  found: number
  rejected: number
}

export const evenCosts: CostEntry = { missed: 1, falseAlarm: 1, found: 0, rejected: 0 }

export function outcomeCosts({ missed, falseAlarm, found, rejected }: CostEntry): OutcomeCosts {
  // Not -0 where nothing is gained.
  return { falseNegative: missed, falsePositive: falseAlarm, truePositive: 0 - found, trueNegative: 0 - rejected }
}

/** The entry nearest to a threshold; the last for null, where no row is predicted as the class. */
export function nearestThreshold(thresholds: readonly ThresholdCounts[], threshold: number | null): number {
  if (threshold === null) return thresholds.length - 1
  let best = 0
  for (const [index, { threshold: other }] of thresholds.entries()) {
    const known = thresholds[best]?.threshold ?? Infinity
    if (other !== null && Math.abs(other - threshold) < Math.abs(known - threshold)) best = index
  }
  return best
}

/** Precision, recall, F1 and the share of other rows taken for the class; null where one is not defined. */
export function figuresAt({ positives, negatives }: Outcomes, { truePositives, falsePositives }: ThresholdCounts) {
  const predicted = truePositives + falsePositives
  const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)
  return {
    precision: ratio(truePositives, predicted),
    recall: ratio(truePositives, positives),
    f1: ratio(2 * truePositives, predicted + positives),
    falseAlarms: ratio(falsePositives, negatives),
    right: ratio(truePositives + negatives - falsePositives, positives + negatives),
    predicted: ratio(predicted, positives + negatives),
  }
}

export function thresholdText(threshold: number | null): string {
  return threshold === null ? 'none' : formatValue(threshold, 3)
}
