import { verdict, type Verdict } from '../../core/comparison/verdict.ts'
import { metricOfRows, rowScores } from '../../core/metrics/rowScores.ts'
import { withSeries } from '../../core/recipe/windows/derive.ts'
import { actualTargets } from '../../core/recipe/target.ts'
import { directionOf } from '../../shared/training.ts'
import type { Engine } from '../training/native.ts'
import { predictOutputs } from './outputs.ts'
import type { ComputeOperations, RowMeasures } from './protocol.ts'

/** Of the bootstrap: the same runs give the same verdict. */
const SEED = 0

/** What a model scores row by row on one split. */
export function measureRows(
  engine: Engine,
  { model, data, table: raw, split, metric }: ComputeOperations['measureRows']['input'],
): RowMeasures {
  const { fitted } = model
  const table = withSeries(raw, fitted.recipe, 'none')
  const actual = actualTargets(table, fitted, data.rows[split])
  return { values: rowScores(fitted, metric, actual, predictOutputs(engine, model, data.inputs[split])), actual }
}

/** Compares two models over the same rows by the paired bootstrap; null where it is not defined. */
export function compareMeasures(
  { a, b, metric }: ComputeOperations['compareMeasures']['input'],
  onProgress: (fraction: number) => void,
): Verdict | null {
  const measured = ({ values, actual }: RowMeasures) => ({
    score: null,
    rows: { id: metric, values, actual: metric === 'r2' ? actual : undefined },
  })
  return verdict(measured(a), measured(b), {
    direction: directionOf(metric),
    seed: SEED,
    metricOf: metricOfRows(metric),
    onProgress,
  })
}
