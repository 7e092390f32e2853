import type { Evaluation } from '../../../../shared/evaluation.ts'
import type { Run } from '../../../../shared/runs.ts'
import { ConfusionMatrix } from '../../../charts/ConfusionMatrix.tsx'
import { ScatterPlot } from '../../../charts/ScatterPlot.tsx'
import { scatterSummary } from '../../evaluate/evaluateViews.ts'

/** Which classes are taken for which, or predicted against actual. */
export function FitPicture({ run, evaluation }: { run: Run; evaluation: Evaluation }) {
  return evaluation.task === 'classification' ? (
    <ConfusionMatrix classes={evaluation.classes} counts={evaluation.confusion} />
  ) : (
    <ScatterPlot
      title="Predicted against actual"
      summary={scatterSummary(evaluation, run.target)}
      fileName={`${run.name} fit`}
      unit={run.target}
      points={evaluation.points}
    />
  )
}
