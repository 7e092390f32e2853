import { trainingCurves, type CurveMetric, type TrainingSettings } from '../../../shared/training.ts'
import { metricNames } from './names.ts'

/** A quantity that a run's chart can show. */
export interface CurveChoice {
  metric: CurveMetric
  label: string
  /** A curve of the training rows beside one of the validation rows, or one of the training itself. */
  lines: 'bySplit' | 'one'
}

const choice =
  (lines: CurveChoice['lines']) =>
  (metric: CurveMetric): CurveChoice => ({ metric, label: metricNames[metric], lines })

/** Everything that a run with these settings records, the loss first. */
export function curveChoices({ metrics = [] }: Pick<TrainingSettings, 'metrics'>): CurveChoice[] {
  return [...(['loss', ...metrics] as const).map(choice('bySplit')), ...trainingCurves.map(choice('one'))]
}
