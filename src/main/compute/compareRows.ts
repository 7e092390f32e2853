import { verdict, type Measured, type Verdict } from '../../core/comparison/verdict.ts'
import { metricOfMean, rowScores } from '../../core/metrics/rowScores.ts'
import { withSeries } from '../../core/recipe/windows/derive.ts'
import { actualTargets } from '../../core/recipe/target.ts'
import type { Engine } from '../training/native.ts'
import { predictOutputs } from './outputs.ts'
import type { ComparedModel, ComputeOperations } from './protocol.ts'

/** Of the bootstrap: the same runs give the same verdict. */
const SEED = 0
/** Of the whole work, how much the predictions are. */
const PREDICTING_SHARE = 0.3

/** Compares two models over the same rows of one split by the paired bootstrap; null where it is not defined. */
export function compareRows(
  engine: Engine,
  { a, b, split, metric, direction }: ComputeOperations['compareRows']['input'],
  onProgress: (fraction: number) => void,
): Verdict | null {
  const measured = ({ model, data, table: raw }: ComparedModel): Measured => {
    const { fitted } = model
    const table = withSeries(raw, fitted.recipe, 'none')
    const actual = actualTargets(table, fitted, data.rows[split])
    const values = rowScores(fitted, metric, actual, predictOutputs(engine, model, data.inputs[split]))
    return { score: null, rows: { id: split, values } }
  }
  const first = measured(a)
  onProgress(PREDICTING_SHARE / 2)
  const second = measured(b)
  onProgress(PREDICTING_SHARE)
  return verdict(first, second, {
    direction,
    seed: SEED,
    ofMean: metricOfMean(metric),
    onProgress: (fraction) => onProgress(PREDICTING_SHARE + (1 - PREDICTING_SHARE) * fraction),
  })
}
