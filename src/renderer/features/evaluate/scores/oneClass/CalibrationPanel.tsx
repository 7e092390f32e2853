import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import type { CalibrationStrategy, ClassCurves } from '../../../../../shared/scores.ts'
import { formatPercent } from '../../../../../core/words/values.ts'
import { PlaneChart } from '../../../../charts/PlaneChart.tsx'
import { formatCount } from '../../../../../core/words/format.ts'
import { formatMetric } from '../../metricWords.ts'
import { useRowsDoor } from '../../rows/RowsDoor.tsx'
import styles from '../scores.module.css'

const shares = { domain: [0, 1] as [number, number], ticks: [0, 0.2, 0.4, 0.6, 0.8, 1] }

const strategies = [
  { value: 'uniform', label: 'Bins of equal width' },
  { value: 'quantile', label: 'Bins of equal rows' },
] as const

/** Whether rows predicted with 80 % probability are of the class 80 times in 100. */
export function CalibrationPanel({ curves, label }: { curves: ClassCurves; label: string }) {
  const [strategy, setStrategy] = useState<CalibrationStrategy>('uniform')
  const showRows = useRowsDoor()
  const bins = curves.calibration?.[strategy] ?? []
  const show = (at: number) => {
    const bin = bins[at]
    if (bin === undefined) return
    // The first bin holds its lower end, too.
    const within = { from: at === 0 ? null : bin.from, to: bin.to, closed: 'to' } as const
    showRows({ kind: 'probability', class: curves.class, within })
  }
  return (
    <div className={styles.split}>
      <div className={styles.chart}>
        <PlaneChart
          title="Calibration curve"
          summary={`How often rows are ${label}, by the probability that the model gives it, in ${bins.length} bins; the expected calibration error is ${formatMetric(curves.calibration?.error ?? null)}.`}
          fileName={`${label} calibration`}
          xLabel={`probability of ${label}, mean`}
          yLabel={`rows that are ${label}`}
          x={shares}
          y={shares}
          lines={[
            {
              id: 'calibration',
              label: 'model',
              style: 0,
              dots: 'path',
              isDoor: true,
              points: bins.map(({ meanPredicted, share }) => ({ x: meanPredicted, y: share })),
            },
          ]}
          references={[{ label: 'perfectly calibrated', from: { x: 0, y: 0 }, to: { x: 1, y: 1 } }]}
          tooltip={(_, index) => {
            const bin = bins[index]
            return bin === undefined ? null : (
              <>
                <strong>{formatCount(bin.rows)} rows</strong>
                <div>predicted {formatPercent(bin.meanPredicted, 1)}</div>
                <div>
                  {label} {formatPercent(bin.share, 1)}
                </div>
              </>
            )
          }}
          onPoint={(_, index) => show(index)}
        />
      </div>
      <div className={styles.side}>
        <SegmentedControl
          aria-label="How probabilities are put into bins"
          size="xs"
          value={strategy}
          onChange={(value) => setStrategy(value === 'quantile' ? 'quantile' : 'uniform')}
          data={[...strategies]}
        />
        <dl className={styles.figures}>
          <dt>Calibration error of {label}</dt>
          <dd>
            <strong>{formatMetric(curves.calibration?.error ?? null)}</strong>
          </dd>
        </dl>
        <p className="soft">
          Below the line the model is too sure of {label}, above it not sure enough. The error is the mean distance from
          the line over the rows, in ten bins of equal width. Bins of few rows jump about by chance.
        </p>
        <div className={styles.scroll}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">Probability</th>
                <th scope="col">Rows</th>
                <th scope="col">Predicted</th>
                <th scope="col">{label}</th>
              </tr>
            </thead>
            <tbody>
              {bins.map((bin, at) => (
                <tr key={bin.to}>
                  <th scope="row">
                    <button type="button" className={styles.link} onClick={() => show(at)}>
                      {formatPercent(bin.from, 0)} to {formatPercent(bin.to, 0)}
                    </button>
                  </th>
                  <td>{formatCount(bin.rows)}</td>
                  <td>{formatPercent(bin.meanPredicted, 1)}</td>
                  <td>{formatPercent(bin.share, 1)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </div>
    </div>
  )
}
