import { CartesianGrid, ReferenceDot, ReferenceLine, Scatter, ScatterChart, Tooltip, XAxis, YAxis } from 'recharts'
import { ChartFigure } from './ChartFigure.tsx'
import { MarkStepping, pointedMark } from './MarkStepping.tsx'
import { formatCount } from '../../core/words/format.ts'
import { formatValue, tickFormat } from '../../core/words/values.ts'
import { linearAxis, type Axis } from '../../core/scales.ts'

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
  /** The number of the table's first row among those of the points. */
  firstRow?: number
  /** Shows the row of a point. */
  onPoint?: ((row: number) => void) | undefined
}) {
  const { points, firstRow = 0, onPoint } = props
  const axis = linearAxis(props.points.flatMap(({ actual, predicted }) => [actual, predicted]))
  return (
    <ChartFigure
      title={props.title}
      summary={props.summary}
      fileName={props.fileName}
      table={() => ({
        header: ['row', 'actual', 'predicted'],
        rows: props.points.map(({ row, actual, predicted }) => [row - firstRow + 1, actual, predicted]),
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
      {(size) =>
        onPoint === undefined ? (
          <Plane {...size} {...props} {...{ axis, firstRow }} />
        ) : (
          <MarkStepping
            label={props.title}
            count={points.length}
            describe={(at) => <PointText point={points[at]} firstRow={firstRow} />}
            onOpen={(at) => points[at] !== undefined && onPoint(points[at].row)}
          >
            {(current) => (
              <Plane
                {...size}
                {...props}
                {...{ axis, firstRow }}
                pointed={current === null ? undefined : points[current]}
              />
            )}
          </MarkStepping>
        )
      }
    </ChartFigure>
  )
}

/** @param props.pointed drawn above the others */
function Plane(props: {
  width: number
  height: number
  title: string
  unit: string
  points: readonly PredictedPoint[]
  firstRow: number
  axis: Axis
  pointed?: PredictedPoint | undefined
  onPoint?: ((row: number) => void) | undefined
}) {
  const { width, height, points, firstRow, axis, pointed, onPoint } = props
  const [low, high] = axis.domain
  return (
    <ScatterChart
      accessibilityLayer={onPoint === undefined}
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
              <PointText point={point} firstRow={firstRow} />
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
        data={points.map((point) => ({ ...point }))}
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
      {pointed !== undefined && <ReferenceDot x={pointed.actual} y={pointed.predicted} r={5.5} {...pointedMark} />}
    </ScatterChart>
  )
}

function PointText({ point, firstRow }: { point: PredictedPoint | undefined; firstRow: number }) {
  if (point === undefined) return null
  return (
    <>
      <strong>Row {formatCount(point.row - firstRow + 1)}</strong>
      <div>actual {formatValue(point.actual, 6)}</div>
      <div>predicted {formatValue(point.predicted, 6)}</div>
      <div>difference {formatValue(point.predicted - point.actual, 4)}</div>
    </>
  )
}

function isPoint(value: unknown): value is PredictedPoint {
  return typeof value === 'object' && value !== null && 'row' in value && 'actual' in value && 'predicted' in value
}

function Dot({ cx, cy }: { cx?: number; cy?: number }) {
  return <circle cx={cx} cy={cy} r={3} fill="var(--chart-1)" fillOpacity={0.55} />
}
