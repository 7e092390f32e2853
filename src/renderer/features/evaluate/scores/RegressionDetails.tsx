import type { Evaluation } from '../../../../shared/evaluation.ts'
import { HistogramChart } from '../../../charts/HistogramChart.tsx'
import { formatValue } from '../../../charts/format.ts'
import { beyondText } from '../../../charts/histogramBins.ts'
import { ScatterPlot } from '../../../charts/ScatterPlot.tsx'
import { formatCount, plural } from '../../../components/format.ts'
import { Card } from '../../../components/Page.tsx'
import { scatterSummary } from '../evaluateViews.ts'
import styles from '../evaluate.module.css'

/** Predicted against actual, and how the errors spread. */
export function RegressionDetails(props: {
  evaluation: Extract<Evaluation, { task: 'regression' }>
  target: string
  name: string
}) {
  const { evaluation, target, name } = props
  const shown = evaluation.points.length
  const beyond = beyondText(evaluation.residuals, formatValue)
  return (
    <div className={styles.pair}>
      <Card className={styles.chart ?? ''} label="Predicted against actual">
        <ScatterPlot
          title="Predicted against actual"
          summary={scatterSummary(evaluation, target)}
          fileName={`${name} predicted against actual`}
          unit={target}
          points={evaluation.points}
        />
        {shown < evaluation.rows && (
          <p className="faint small">
            {formatCount(shown)} of {plural(evaluation.rows, 'row')} are drawn, spread evenly, the largest errors among
            them.
          </p>
        )}
      </Card>
      <Card className={styles.chart ?? ''} label="Errors">
        <HistogramChart
          title="Errors"
          summary={`How the differences actual minus predicted spread over ${plural(evaluation.rows, 'row')}. Around zero is right; a lean to one side is a bias.`}
          fileName={`${name} errors`}
          histogram={evaluation.residuals}
          axisLabel={`actual − predicted ${target}`}
        />
        {beyond !== null && <p className="faint small">{beyond}</p>}
      </Card>
    </div>
  )
}
