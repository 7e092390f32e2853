import type { ReactNode } from 'react'
import type { ClassCurves, Range, ScoreIntervals } from '../../../../../shared/scores.ts'
import { formatPercent, formatValue } from '../../../../../core/words/values.ts'
import { PlaneChart, type PlaneReference } from '../../../../charts/PlaneChart.tsx'
import { plural } from '../../../../../core/words/format.ts'
import { formatMetric } from '../../metricWords.ts'
import styles from '../scores.module.css'
import { figuresAt } from './threshold.ts'

const shares = { domain: [0, 1] as [number, number], ticks: [0, 0.2, 0.4, 0.6, 0.8, 1] }

interface Drawn {
  title: string
  x: string
  y: string
  points: ClassCurves['roc']['points']
  reference: PlaneReference
  marker: { x: number | null; y: number | null }
  figures: [string, string][]
  text: ReactNode
}

/** The ROC, the precision–recall or the gain curve of a class, with where the chosen threshold lies on it. */
export function CurvePanel(props: {
  curves: ClassCurves
  label: string
  /** Of the thresholds, the chosen one. */
  at: number
  look: 'roc' | 'precisionRecall' | 'gain'
  /** Of the class's areas; come later. */
  ranges: ScoreIntervals['classes'][number] | undefined
}) {
  const { curves, label, at, look, ranges } = props
  const chosen = curves.thresholds[at]
  const drawn = drawnOf(look, curves, label, at, ranges)
  const { x, y } = drawn.marker
  return (
    <div className={styles.split}>
      <div className={styles.chart}>
        <PlaneChart
          title={drawn.title}
          summary={`${drawn.title} of ${label}: ${drawn.figures.map(([name, value]) => `${name} ${value}`).join(', ')}.`}
          fileName={`${label} ${drawn.title}`}
          xLabel={drawn.x}
          yLabel={drawn.y}
          x={shares}
          y={shares}
          lines={[{ id: look, label: drawn.title, style: 0, points: drawn.points }]}
          references={[drawn.reference]}
          marker={
            x === null || y === null || chosen === undefined
              ? undefined
              : { x, y, label: chosen.threshold === null ? '' : `at ${formatValue(chosen.threshold, 3)}` }
          }
          tooltip={(_, index) => {
            const point = drawn.points[index]
            return point === undefined ? null : (
              <>
                <div>
                  {drawn.y} {formatPercent(point.y, 1)}
                </div>
                <div>
                  {drawn.x} {formatPercent(point.x, 1)}
                </div>
                {look === 'gain' && point.x > 0 && <div>lift {formatValue(point.y / point.x, 3)}</div>}
                {point.threshold !== null && <div>threshold {formatValue(point.threshold, 3)}</div>}
              </>
            )
          }}
        />
      </div>
      <div className={styles.side}>
        <dl className={styles.figures}>
          {drawn.figures.map(([name, value]) => (
            <FigureOf key={name} name={name} value={value} />
          ))}
        </dl>
        {drawn.text}
      </div>
    </div>
  )
}

function FigureOf({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <strong>{value}</strong>
      </dd>
    </>
  )
}

function withRange(value: number | null, range: Range | undefined): string {
  return range === undefined
    ? formatMetric(value)
    : `${formatMetric(value)} (95 %: ${formatMetric(range.low, 3)} to ${formatMetric(range.high, 3)})`
}

function drawnOf(
  look: 'roc' | 'precisionRecall' | 'gain',
  curves: ClassCurves,
  label: string,
  at: number,
  ranges: ScoreIntervals['classes'][number] = {},
): Drawn {
  const chosen = curves.thresholds[at] ?? { threshold: null, truePositives: 0, falsePositives: 0 }
  const { precision, recall, falseAlarms, predicted } = figuresAt(curves, chosen)
  const rows = curves.positives + curves.negatives
  const share = curves.positives / rows
  const [corner, top] = [
    { x: 0, y: 0 },
    { x: 1, y: 1 },
  ]
  switch (look) {
    case 'roc':
      return {
        title: 'ROC curve',
        x: 'others taken for it',
        y: 'found',
        points: curves.roc.points,
        reference: { label: 'a coin toss', from: corner, to: top },
        marker: { x: falseAlarms, y: recall },
        figures: [['Area under the curve', withRange(curves.roc.area, ranges.rocAuc)]],
        text: (
          <p className="soft">
            Each place of the curve is a threshold: how many of the {plural(curves.positives, 'row')} of {label} are
            found, against how many of the {plural(curves.negatives, 'other row')} are taken for it. The further towards
            the upper left, the better. The area is the chance that a row of {label} is rated above another one.
          </p>
        ),
      }
    case 'precisionRecall':
      return {
        title: 'Precision and recall',
        x: 'recall: found',
        y: 'precision: right of those called so',
        points: curves.precisionRecall.points,
        reference: {
          label: `a coin toss: ${formatPercent(share, 1)}`,
          from: { x: 0, y: share },
          to: { x: 1, y: share },
        },
        marker: { x: recall, y: precision },
        figures: [
          ['Average precision', withRange(curves.precisionRecall.averagePrecision, ranges.averagePrecision)],
          ['Area by trapezoids', formatMetric(curves.precisionRecall.area)],
        ],
        text: (
          <p className="soft">
            How many of the rows called {label} are {label} (precision), for every share of its rows that is found
            (recall). To find more, more is called {label} wrongly. This curve says more than the ROC curve where a
            class is rare: {formatPercent(share, 1)} of these rows are {label}.
          </p>
        ),
      }
    case 'gain': {
      const tenth = curves.gain.points.findLast(({ x }) => x <= 0.1)
      const lift = tenth === undefined || tenth.x === 0 ? null : tenth.y / tenth.x
      return {
        title: 'Cumulative gain',
        x: 'of all rows, most likely first',
        y: `of ${label} found`,
        points: curves.gain.points,
        reference: { label: 'rows in any order', from: corner, to: top },
        marker: { x: predicted, y: recall },
        figures: [
          ['Found in the first 10 % of rows', formatPercent(tenth?.y ?? null, 1)],
          ['Lift there', lift === null ? '–' : formatValue(lift, 3)],
        ],
        text: (
          <p className="soft">
            Who can only look at some rows, such as call some customers, looks at those first that the model rates
            highest. The curve says how much of {label} is among them; the lift is how many times more that is than
            among as many rows taken at random.
          </p>
        ),
      }
    }
  }
}
