import { fitBaseline } from '../../core/metrics/baseline.ts'
import { evaluate } from '../../core/metrics/evaluate.ts'
import { withSeries } from '../../core/recipe/windows/derive.ts'
import { actualTargets } from '../../core/recipe/target.ts'
import type { Evaluation } from '../../shared/evaluation.ts'
import { splitNames } from '../../shared/recipes.ts'
import type { Engine } from '../training/native.ts'
import { predictOutputs } from './outputs.ts'
import type { ComputeOperations } from './protocol.ts'

/** The splits asked for that have rows, seen through a model's weights. */
export function evaluateSplits(
  engine: Engine,
  { run, model, data, table: raw, splits = splitNames }: ComputeOperations['evaluate']['input'],
): Evaluation[] {
  const { fitted } = model
  const table = withSeries(raw, fitted.recipe, 'none')
  const baseline = fitBaseline(fitted, actualTargets(table, fitted, data.rows.train))
  return splits
    .filter((split) => data.rows[split].length > 0)
    .map((split) => {
      const rows = data.rows[split]
      const actual = actualTargets(table, fitted, rows)
      const outputs = predictOutputs(engine, model, data.inputs[split])
      return evaluate({ run, split, fitted, rows, actual, outputs, baseline })
    })
}
