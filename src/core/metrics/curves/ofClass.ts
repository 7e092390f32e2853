import type { ClassCurves, ThresholdCounts } from '../../../shared/scores.ts'
import type { ClassNumbers } from '../classNumbers.ts'
import { finite } from '../finite.ts'
import { rankAreas } from '../ranking.ts'
import { rankClass } from '../scores/classification.ts'
import { calibrationCurve, expectedCalibrationError } from './calibration.ts'
import { countsAt, thresholdHull } from './costs.ts'
import {
  countRanked,
  gainCurve,
  precisionRecallCurve,
  rocCurve,
  thinned,
  trapezoid,
  type RankedCounts,
} from './ranked.ts'

/** The model's numbers of a split, by row. */
export interface ClassRows {
  actual: ArrayLike<number>
  /** Row-major, rows × classes. */
  probabilities: Float64Array
  classes: number
}

const curvePoints = 300
const calibrationBins = 10
/** Thresholds that a slider can take: of equal distance, and of equal rows between them. */
const sliderSteps = 100

/**
 * Everything that is drawn of one class against the rest.
 *
 * @param looked the rows of the split looked at
 * @param validation those that a threshold is chosen by; null where there are none
 * @returns null where a number is NaN
 */
export function curvesOfClass(
  looked: ClassRows,
  validation: ClassRows | null,
  subject: number,
  meaning: ClassNumbers,
): ClassCurves | null {
  const ranked = rankClass(looked, subject)
  const judged = validation === null ? null : rankClass(validation, subject)
  if (ranked === null) return null
  const { ranking, positive, scores } = ranked
  const counts = countRanked(ranking, positive)
  const { rocAuc, averagePrecision } = rankAreas(ranking, positive)
  const chosenBy = judged === null ? null : countRanked(judged.ranking, judged.positive)
  const hull = chosenBy === null ? [] : thresholdHull(chosenBy)
  const precisionRecall = precisionRecallCurve(counts)
  const uniform = meaning === 'probabilities' ? calibrationCurve(scores, positive, calibrationBins, 'uniform') : []
  return {
    class: subject,
    positives: counts.positives,
    negatives: counts.negatives,
    roc: { points: thinned(rocCurve(counts), curvePoints), area: finite(rocAuc) },
    precisionRecall: {
      points: thinned(precisionRecall, curvePoints),
      area: finite(trapezoid(precisionRecall)),
      averagePrecision: finite(averagePrecision),
    },
    gain: { points: thinned(gainCurve(counts), curvePoints) },
    calibration:
      meaning === 'probabilities'
        ? {
            uniform,
            quantile: calibrationCurve(scores, positive, calibrationBins, 'quantile'),
            error: finite(expectedCalibrationError(uniform)),
          }
        : null,
    thresholds: countsAt(counts, sliderThresholds(counts, hull, meaning)),
    validation: chosenBy === null ? null : { positives: chosenBy.positives, negatives: chosenBy.negatives, hull },
  }
}

/** Ascending, each once; at the last no row is predicted as the class. */
function sliderThresholds(
  { thresholds }: RankedCounts,
  hull: readonly ThresholdCounts[],
  meaning: ClassNumbers,
): (number | null)[] {
  const [from, to] = meaning === 'probabilities' ? [0, 1] : [thresholds.at(-1) ?? 0, thresholds[0] ?? 0]
  const wanted = new Set<number>()
  for (let i = 0; i <= sliderSteps; i++) {
    wanted.add(from + ((to - from) * i) / sliderSteps)
    const at = Math.round(((thresholds.length - 1) * i) / sliderSteps)
    wanted.add(thresholds[at] ?? from)
  }
  for (const { threshold } of hull) if (threshold !== null) wanted.add(threshold)
  return [...[...wanted].sort((a, b) => a - b), null]
}
