import type { ClippedHistogram } from '../../../../../shared/datasets.ts'
import type { Evaluation, Interval } from '../../../../../shared/evaluation.ts'
import { HistogramChart } from '../../../../charts/HistogramChart.tsx'
import { formatValue } from '../../../../../core/words/values.ts'
import { beyondText, type HistogramBin } from '../../../../charts/histogramBins.ts'
import { ScatterPlot } from '../../../../charts/ScatterPlot.tsx'
import { formatCount, plural } from '../../../../../core/words/format.ts'
import { Card } from '../../../../components/Page.tsx'
import { scatterSummary } from '../../evaluateViews.ts'
import { useRowsDoor } from '../../rows/RowsDoor.tsx'
import styles from '../../evaluate.module.css'

/** Predicted against actual, and how the errors spread. */
export function RegressionDetails(props: {
  evaluation: Extract<Evaluation, { task: 'regression' }>
  target: string
  name: string
  /** As the scores have it. */
  firstRow: number
}) {
  const { evaluation, target, name, firstRow } = props
  const showRows = useRowsDoor()
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
          firstRow={firstRow}
          onPoint={(row) => showRows({ kind: 'point', row })}
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
          onBin={(bin) => showRows({ kind: 'residual', within: binInterval(evaluation.residuals, bin) })}
        />
        {beyond !== null && <p className="faint small">{beyond}</p>}
      </Card>
    </div>
  )
}

/** Bins hold their lower end, the last one both; those that gather what lies beyond begin where the others end. */
function binInterval({ edges }: ClippedHistogram, { from, to, isBeyond }: HistogramBin): Interval {
  const [first, last] = [edges[0] ?? from, edges.at(-1) ?? to]
  if (!isBeyond) return { from, to, closed: to === last ? 'both' : 'from' }
  return to <= first ? { from: null, to: first, closed: 'from' } : { from: last, to: null, closed: 'to' }
}
