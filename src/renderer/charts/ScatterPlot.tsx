import { CartesianGrid, ReferenceLine, Scatter, ScatterChart, Tooltip, XAxis, YAxis } from 'recharts'
import { ChartFigure } from './ChartFigure.tsx'
import { formatCount } from '../../core/words/format.ts'
import { formatValue, tickFormat } from '../../core/words/values.ts'
import { linearAxis } from '../../core/scales.ts'

export interface PredictedPoint {
  row: number
  actual: number
  predicted: number
}

/** Predicted against actual, with the diagonal on which a perfect prediction lies. At most 400 points are given. */
export function ScatterPlot(props: {
  title: string
  summary: string
  fileName: string
  unit: string
  points: readonly PredictedPoint[]
  /** Shows the row of a point. */
  onPoint?: ((row: number) => void) | undefined
}) {
  const { onPoint } = props
  const axis = linearAxis(props.points.flatMap(({ actual, predicted }) => [actual, predicted]))
  const [low, high] = axis.domain
  return (
    <ChartFigure
      title={props.title}
      summary={props.summary}
      fileName={props.fileName}
      table={() => ({
        header: ['row', 'actual', 'predicted'],
        rows: props.points.map(({ row, actual, predicted }) => [row + 1, actual, predicted]),
      })}
      formatCell={(value) => (typeof value === 'number' ? formatValue(value, 6) : (value ?? ''))}
      legend={
        <>
          <span className="chart-legend-item">
            <svg width={8} height={8} aria-hidden>
              <circle cx={4} cy={4} r={3.5} fill="var(--chart-1)" fillOpacity={0.6} />
            </svg>
            <span>a row</span>
          </span>
          <span className="chart-legend-item">
            <svg width={20} height={8} aria-hidden>
              <line x1={0} x2={20} y1={4} y2={4} stroke="var(--chart-2)" strokeWidth={1.5} strokeDasharray="6 4" />
            </svg>
            <span>perfect</span>
          </span>
        </>
      }
      legendEntries={[{ label: 'perfect', colour: 'var(--chart-2)', dash: '6 4' }]}
    >
      {({ width, height }) => (
        <ScatterChart
          width={width}
          height={height}
          margin={{ top: 8, right: 26, bottom: 14, left: 4 }}
          title={props.title}
        >
          <CartesianGrid stroke="var(--chart-grid)" />
          <XAxis
            dataKey="actual"
            type="number"
            domain={axis.domain}
            ticks={axis.ticks}
            tickFormatter={tickFormat(axis.ticks)}
            axisLine={false}
            tickLine={false}
            label={{
              value: `actual ${props.unit}`,
              position: 'insideBottom',
              offset: -10,
              fill: 'var(--chart-axis)',
              fontSize: 11.5,
            }}
            height={34}
          />
          <YAxis
            dataKey="predicted"
            type="number"
            domain={axis.domain}
            ticks={axis.ticks}
            tickFormatter={tickFormat(axis.ticks)}
            axisLine={false}
            tickLine={false}
            width={64}
            label={{
              value: 'predicted',
              angle: -90,
              position: 'insideLeft',
              offset: 4,
              fill: 'var(--chart-axis)',
              fontSize: 11.5,
            }}
          />
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: 'var(--chart-axis)', strokeDasharray: '2 2' }}
            content={({ active, payload }) => {
              const point: unknown = payload?.[0]?.payload
              if (active !== true || !isPoint(point)) return null
              return (
                <div className="chart-tooltip">
                  <strong>Row {formatCount(point.row + 1)}</strong>
                  <div>actual {formatValue(point.actual, 6)}</div>
                  <div>predicted {formatValue(point.predicted, 6)}</div>
                  <div>difference {formatValue(point.predicted - point.actual, 4)}</div>
                </div>
              )
            }}
          />
          <ReferenceLine
            segment={[
              { x: low, y: low },
              { x: high, y: high },
            ]}
            stroke="var(--chart-2)"
            strokeWidth={1.5}
            strokeDasharray="6 4"
          />
          <Scatter
            data={props.points.map((point) => ({ ...point }))}
            fill="var(--chart-1)"
            fillOpacity={0.55}
            isAnimationActive={false}
            shape={Dot}
            {...(onPoint === undefined
              ? {}
              : {
                  className: 'chart-door',
                  onClick: ({ payload }: { payload?: unknown }) => {
                    if (isPoint(payload)) onPoint(payload.row)
                  },
                })}
          />
        </ScatterChart>
      )}
    </ChartFigure>
  )
}

function isPoint(value: unknown): value is PredictedPoint {
  return typeof value === 'object' && value !== null && 'row' in value && 'actual' in value && 'predicted' in value
}

function Dot({ cx, cy }: { cx?: number; cy?: number }) {
  return <circle cx={cx} cy={cy} r={3} fill="var(--chart-1)" fillOpacity={0.55} />
}
