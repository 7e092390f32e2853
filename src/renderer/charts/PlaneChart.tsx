import { CartesianGrid, ReferenceDot, ReferenceLine, Scatter, ScatterChart, Tooltip, XAxis, YAxis } from 'recharts'
import type { ReactNode } from 'react'
import { gridStroke, numberAxis } from './axes.ts'
import { ChartFigure } from './ChartFigure.tsx'
import { MarkStepping, pointedMark } from './MarkStepping.tsx'
import { formatValue } from '../../core/words/values.ts'
import { lineStyle } from './palette.ts'
import { linearAxis, type Axis } from '../../core/scales.ts'

export interface PlanePoint {
  x: number
  y: number
}

/** A path through points of a plane, which may go up, back and forth. */
export interface PlaneLine {
  id: string
  label: string
  /** Which colour and dash of the palette, from 0. */
  style: number
  points: readonly PlanePoint[]
  /** Its points are drawn as dots; `path`: with lines between them. */
  dots?: 'alone' | 'path'
  /** Its points open what stands behind them. */
  isDoor?: boolean
}

/** A straight line to compare with. */
export interface PlaneReference {
  label: string
  from: PlanePoint
  to: PlanePoint
}

/** Paths over two axes of numbers, each place with what it says under the pointer. At most some hundred points a path. */
export function PlaneChart(props: {
  title: string
  heading?: ReactNode
  summary: string
  fileName: string
  xLabel: string
  yLabel: string
  lines: readonly PlaneLine[]
  references?: readonly PlaneReference[]
  /** A place worth seeing, such as where the chosen threshold lies. */
  marker?: (PlanePoint & { label: string }) | undefined
  /** From bottom to top. */
  vertical?: { x: number; label: string } | undefined
  /** Where not said, as wide as the values. */
  x?: Axis
  y?: Axis
  formatX?: (x: number) => string
  /** What is told of a point. */
  tooltip: (line: PlaneLine, index: number) => ReactNode
  /** Opens what stands behind a point of a line that is a door. */
  onPoint?: ((line: PlaneLine, index: number) => void) | undefined
}) {
  const { lines, references = [], marker, vertical, onPoint } = props
  const xAxis = props.x ?? linearAxis(lines.flatMap(({ points }) => points.map(({ x }) => x)))
  const yAxis = props.y ?? linearAxis(lines.flatMap(({ points }) => points.map(({ y }) => y)))
  const doors = lines.flatMap((line) =>
    onPoint === undefined || line.isDoor !== true ? [] : line.points.map((point, index) => ({ line, index, point })),
  )
  const picture = ({ width, height }: { width: number; height: number }, pointed: PlanePoint | undefined) => (
    <ScatterChart
      accessibilityLayer={doors.length === 0}
      width={width}
      height={height}
      margin={{ top: 10, right: 22, bottom: 14, left: 4 }}
      title={props.title}
    >
      <CartesianGrid stroke={gridStroke} />
      <XAxis
        dataKey="x"
        {...numberAxis(xAxis)}
        {...(props.formatX === undefined ? {} : { tickFormatter: props.formatX })}
        height={34}
        label={axisLabel(props.xLabel, 'insideBottom')}
      />
      <YAxis dataKey="y" {...numberAxis(yAxis)} width={58} label={axisLabel(props.yLabel, 'insideLeft')} />
      <Tooltip
        isAnimationActive={false}
        cursor={false}
        content={({ active, payload }) => {
          const place: unknown = payload?.[0]?.payload
          if (active !== true || !isPlace(place)) return null
          const line = lines.find(({ id }) => id === place.line)
          return line === undefined ? null : (
            <div className="chart-tooltip">
              {lines.length > 1 && <strong>{line.label}</strong>}
              {props.tooltip(line, place.index)}
            </div>
          )
        }}
      />
      {references.map(({ label, from, to }) => (
        <ReferenceLine key={label} segment={[from, to]} stroke="var(--chart-axis)" strokeDasharray="3 3" />
      ))}
      {vertical !== undefined && (
        <ReferenceLine
          x={vertical.x}
          stroke="var(--chart-axis)"
          label={{ value: vertical.label, position: 'insideTopLeft', fontSize: 11.5, fill: 'var(--chart-axis)' }}
        />
      )}
      {lines.map((line) => {
        const { colour, dash } = lineStyle(line.style)
        const isPath = line.dots !== 'alone'
        return (
          <Scatter
            key={line.id}
            name={line.label}
            data={line.points.map((point, index) => ({ ...point, line: line.id, index }))}
            line={isPath ? { stroke: colour, strokeWidth: 2, strokeDasharray: dash } : false}
            lineJointType="linear"
            fill={colour}
            shape={line.dots === undefined ? Place : Dot}
            isAnimationActive={false}
            {...(onPoint === undefined || line.isDoor !== true
              ? {}
              : {
                  className: 'chart-door',
                  onClick: ({ payload }: { payload?: unknown }) => {
                    if (isPlace(payload)) onPoint(line, payload.index)
                  },
                })}
          />
        )
      })}
      {marker !== undefined && (
        <ReferenceDot
          x={marker.x}
          y={marker.y}
          r={5.5}
          fill="var(--chart-2)"
          stroke="var(--chart-surface)"
          strokeWidth={2}
          label={{ value: marker.label, position: 'right', fontSize: 11.5, fill: 'var(--chart-axis)' }}
        />
      )}
      {pointed !== undefined && <ReferenceDot x={pointed.x} y={pointed.y} r={6} {...pointedMark} />}
    </ScatterChart>
  )
  return (
    <ChartFigure
      title={props.title}
      heading={props.heading}
      summary={props.summary}
      fileName={props.fileName}
      table={() => ({
        header: ['line', props.xLabel, props.yLabel],
        rows: lines.flatMap(({ label, points }) => points.map(({ x, y }) => [label, x, y])),
      })}
      formatCell={(value) => (typeof value === 'number' ? formatValue(value, 5) : (value ?? ''))}
      legend={
        <>
          {lines.length > 1 &&
            lines.map(({ id, label, style, dots }) => (
              <Swatch key={id} label={label} {...lineStyle(style)} isDot={dots === 'alone'} />
            ))}
          {references.map(({ label }) => (
            <Swatch key={label} label={label} colour="var(--chart-axis)" dash="3 3" />
          ))}
        </>
      }
      legendEntries={lines.map(({ label, style }) => ({ label, ...lineStyle(style) }))}
    >
      {(size) =>
        onPoint === undefined || doors.length === 0 ? (
          picture(size, undefined)
        ) : (
          <MarkStepping
            label={props.title}
            count={doors.length}
            describe={(at) => doors[at] !== undefined && props.tooltip(doors[at].line, doors[at].index)}
            onOpen={(at) => doors[at] !== undefined && onPoint(doors[at].line, doors[at].index)}
          >
            {(current) => picture(size, current === null ? undefined : doors[current]?.point)}
          </MarkStepping>
        )
      }
    </ChartFigure>
  )
}

function axisLabel(value: string, position: 'insideBottom' | 'insideLeft') {
  const at = position === 'insideBottom' ? { offset: -10 } : { angle: -90, offset: 4 }
  return { value, position, fill: 'var(--chart-axis)', fontSize: 11.5, ...at }
}

function isPlace(value: unknown): value is { line: string; index: number } {
  return typeof value === 'object' && value !== null && 'line' in value && 'index' in value
}

function Swatch(props: { label: string; colour: string; dash: string | undefined; isDot?: boolean }) {
  const { label, colour, dash } = props
  return (
    <span className="chart-legend-item">
      <svg width={20} height={8} aria-hidden className="chart-swatch">
        {props.isDot === true ? (
          <circle cx={10} cy={4} r={3.5} fill={colour} />
        ) : (
          <line x1={0} x2={20} y1={4} y2={4} stroke={colour} strokeWidth={2} strokeDasharray={dash} />
        )}
      </svg>
      <span>{label}</span>
    </span>
  )
}

/** Not seen, but found by the pointer. */
function Place({ cx, cy }: { cx?: number; cy?: number }) {
  return <circle cx={cx} cy={cy} r={7} fill="transparent" />
}

function Dot({ cx, cy, fill }: { cx?: number; cy?: number; fill?: string }) {
  return <circle cx={cx} cy={cy} r={4} fill={fill} fillOpacity={0.8} stroke="var(--chart-surface)" />
}
