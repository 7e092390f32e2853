import { Slider } from '@mantine/core'
import type { ClassCurves } from '../../../../../shared/scores.ts'
import type { SplitName } from '../../../../../shared/recipes.ts'
import { formatPercent } from '../../../../../core/words/values.ts'
import { PlaneChart, type PlaneLine } from '../../../../charts/PlaneChart.tsx'
import { formatCount } from '../../../../../core/words/format.ts'
import { useRowsDoor } from '../../rows/RowsDoor.tsx'
import styles from '../scores.module.css'
import { CostForm } from './CostForm.tsx'
import { figuresAt, thresholdText, type CostEntry } from './threshold.ts'

/** From which probability on a row counts as the class: what each choice does, what it costs, and the best one for given costs. */
export function ThresholdPanel(props: {
  curves: ClassCurves
  label: string
  /** Of the thresholds, the chosen one. */
  at: number
  /** Predictions are made at 0.5. */
  isUsual: boolean
  split: SplitName
  costs: CostEntry
  onThreshold: (threshold: number | null) => void
  onCosts: (costs: CostEntry) => void
}) {
  const { curves, label, at, isUsual } = props
  const { thresholds } = curves
  const chosen = thresholds[at] ?? { threshold: null, truePositives: 0, falsePositives: 0 }
  const figures = figuresAt(curves, chosen)
  const known = thresholds.flatMap(({ threshold }) => threshold ?? [])
  const [least, most] = [known[0] ?? 0, known.at(-1) ?? 1]
  return (
    <div className={styles.split}>
      <div className={styles.side}>
        <div className={styles.chart}>
          <ThresholdChart curves={curves} label={label} threshold={chosen.threshold} />
        </div>
        <Slider
          aria-label={`Threshold of ${label}`}
          thumbLabel={`Threshold of ${label}`}
          className={styles.slider}
          min={least}
          max={most}
          step={(most - least) / 100}
          value={chosen.threshold ?? most}
          label={thresholdText}
          onChange={props.onThreshold}
        />
        <p className="faint small">
          {isUsual
            ? 'The model itself predicts the likelier of the two classes: a threshold of 0.5.'
            : 'The model itself predicts the likeliest of all classes. A threshold asks another question: is it this class or not?'}{' '}
          The threshold is not stored with the model: who uses its probabilities compares them with it.
        </p>
      </div>
      <div className={styles.side}>
        <p>
          <strong>
            {chosen.threshold === null
              ? `No row is called “${label}”`
              : `From ${thresholdText(chosen.threshold)} on a row is called “${label}”`}
          </strong>
        </p>
        <OutcomeTable {...{ curves, label, at }} />
        <dl className={styles.figures}>
          <dt title={`How many of the rows called “${label}” are of it.`}>Precision</dt>
          <dd>{formatPercent(figures.precision, 1)}</dd>
          <dt title={`How many of the rows of “${label}” are found.`}>Recall</dt>
          <dd>{formatPercent(figures.recall, 1)}</dd>
          <dt title="The harmonic mean of precision and recall.">F1</dt>
          <dd>{formatPercent(figures.f1, 1)}</dd>
          <dt title="How many of all rows are told right, as this class or as not.">Accuracy</dt>
          <dd>{formatPercent(figures.right, 1)}</dd>
        </dl>
        <CostForm
          {...{ curves, label, at }}
          split={props.split}
          costs={props.costs}
          onCosts={props.onCosts}
          onThreshold={props.onThreshold}
        />
      </div>
    </div>
  )
}

function OutcomeTable({ curves, label, at }: { curves: ClassCurves; label: string; at: number }) {
  const showRows = useRowsDoor()
  const { threshold, truePositives, falsePositives } = curves.thresholds[at] ?? {
    threshold: null,
    truePositives: 0,
    falsePositives: 0,
  }
  const cell = (isClass: boolean, isPredicted: boolean, rows: number) => (
    <td>
      {threshold === null || rows === 0 ? (
        formatCount(rows)
      ) : (
        <button
          type="button"
          aria-label={`Show ${formatCount(rows)} rows that are ${isClass ? '' : 'not '}${label} and called ${isPredicted ? '' : 'not '}${label}`}
          onClick={() => showRows({ kind: 'outcome', class: curves.class, threshold, isClass, isPredicted })}
        >
          {formatCount(rows)}
        </button>
      )}
    </td>
  )
  return (
    <table className={`${styles.table} ${styles.outcomes}`}>
      <thead>
        <tr>
          <th scope="col">Rows</th>
          <th scope="col">called “{label}”</th>
          <th scope="col">called not</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">are “{label}”</th>
          {cell(true, true, truePositives)}
          {cell(true, false, curves.positives - truePositives)}
        </tr>
        <tr>
          <th scope="row">are not</th>
          {cell(false, true, falsePositives)}
          {cell(false, false, curves.negatives - falsePositives)}
        </tr>
      </tbody>
    </table>
  )
}

function ThresholdChart(props: { curves: ClassCurves; label: string; threshold: number | null }) {
  const { curves, label, threshold } = props
  const known = curves.thresholds.flatMap((counts) =>
    counts.threshold === null ? [] : { x: counts.threshold, ...figuresAt(curves, counts) },
  )
  const line = (id: 'precision' | 'recall' | 'f1', name: string, style: number): PlaneLine => ({
    id,
    label: name,
    style,
    points: known.flatMap((figures) => {
      const y = figures[id]
      return y === null ? [] : { x: figures.x, y }
    }),
  })
  const lines = [line('precision', 'precision', 0), line('recall', 'recall', 1), line('f1', 'F1', 2)]
  return (
    <PlaneChart
      title="By threshold"
      summary={`Precision, recall and F1 of ${label} for every threshold. The higher the threshold, the less is found, and the more of it rightly.`}
      fileName={`${label} by threshold`}
      xLabel={`threshold of ${curves.calibration === null ? 'the score' : 'the probability'}`}
      yLabel=""
      {...(curves.calibration === null ? {} : { x: shares })}
      y={shares}
      lines={lines}
      vertical={threshold === null ? undefined : { x: threshold, label: thresholdText(threshold) }}
      tooltip={(shown, index) => {
        const point = shown.points[index]
        return point === undefined ? null : (
          <>
            <div>
              {shown.label} {formatPercent(point.y, 1)}
            </div>
            <div>threshold {thresholdText(point.x)}</div>
          </>
        )
      }}
    />
  )
}

const shares = { domain: [0, 1] as [number, number], ticks: [0, 0.2, 0.4, 0.6, 0.8, 1] }
