import type { CurveMetric, TrainingSettings } from '../../shared/training.ts'

/**
 * Numbers that every epoch's record begins with: epoch, training loss, validation loss (NaN: none), learning rate,
 * seconds, steps, norm of the gradient, share of dead units (NaN: none can die; docs/engine.md has the definitions). Behind
 * them are the metrics of the validation rows and, where they are recorded, of the training rows.
 */
export const RECORD_FIELDS = 8

/** Settings that decide what is recorded. */
export type Measured = Pick<TrainingSettings, 'metrics' | 'trainMetrics'>

/** A number of the n-th record that is at hand; NaN where there is no such record. */
type Records = (index: number, field: number) => number
/** What a curve shows at the n-th record; NaN is a gap. */
export type CurveReader = (records: Records, index: number) => number

const field =
  (number: number): CurveReader =>
  (records, index) =>
    records(index, number)

/** Records hold the seconds since training began. */
const secondsOfEpoch: CurveReader = (records, index) => {
  const seconds = records(index, 4)
  return records(index, 0) === 1 ? seconds : seconds - records(index - 1, 4)
}

/**
 * How the curves of a quantity are read from the records of a run with these settings: of the training and of the
 * validation rows, null where nothing of it is recorded.
 */
export function curveReaders(
  { metrics = [], trainMetrics = false }: Measured,
  metric: CurveMetric,
): { train: CurveReader | null; validation: CurveReader | null } {
  switch (metric) {
    case 'loss':
      return { train: field(1), validation: field(2) }
    case 'learningRate':
      return { train: field(3), validation: null }
    case 'secondsPerEpoch':
      return { train: secondsOfEpoch, validation: null }
    case 'gradientNorm':
      return { train: field(6), validation: null }
    case 'deadUnits':
      return { train: field(7), validation: null }
    default: {
      const index = metrics.indexOf(metric)
      if (index === -1) return { train: null, validation: null }
      const validation = RECORD_FIELDS + index
      return { train: trainMetrics ? field(validation + metrics.length) : null, validation: field(validation) }
    }
  }
}
