import { hasUnitsThatDie } from '../../../../core/network/mortal.ts'
import { trainingCurves, type CurveMetric, type Network, type TrainingSettings } from '../../../../shared/training.ts'
import { metricNames } from '../../../../core/words/settings/names.ts'

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

/** Settings that decide what there is to choose. */
interface Recording {
  network: Pick<Network, 'hidden'>
  training: Pick<TrainingSettings, 'metrics'>
}

/** Everything that a run with these settings records, the loss first. */
export function curveChoices({ network, training }: Recording): CurveChoice[] {
  const own = trainingCurves.filter((curve) => curve !== 'deadUnits' || hasUnitsThatDie(network.hidden))
  return [...(['loss', ...(training.metrics ?? [])] as const).map(choice('bySplit')), ...own.map(choice('one'))]
}
