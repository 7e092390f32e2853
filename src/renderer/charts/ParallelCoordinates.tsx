import { useMemo, useState, type PointerEvent } from 'react'
import { ChartFigure } from './ChartFigure.tsx'
import type { ChartTable } from './csv.ts'
import { parallelPath, within, type AxisRange } from './parallelLines.ts'

export interface ParallelAxis {
  id: string
  label: string
  /** Places from 0 at the lower end to 1. */
  ticks: readonly { at: number; text: string }[]
}

export interface ParallelLine {
  id: string
  label: string
  /** One place an axis; null where there is no value. */
  at: readonly (number | null)[]
  /** From 0 to 1: the colour. */
  tone: number
}

const MARGIN = { top: 34, right: 70, bottom: 14, left: 70 }
/** A press that moves less is a click, which takes the range away. */
const CLICK = 0.02

/** Each line crosses every axis at its value. A range dragged on an axis leaves only the lines that pass through it. */
export function ParallelCoordinates(props: {
  title: string
  summary: string
  fileName: string
  axes: readonly ParallelAxis[]
  lines: readonly ParallelLine[]
  table: () => ChartTable
  /** Says a line's values, on hover. */
  describe: (id: string) => string
  onPick: (id: string) => void
}) {
  const { axes, lines } = props
  const [ranges, setRanges] = useState<Readonly<Record<string, AxisRange>>>({})
  const [hovered, setHovered] = useState<string | null>(null)
  const kept = useMemo(
    () => new Set(lines.filter(({ at }) => within(at, axes, ranges)).map(({ id }) => id)),
    [lines, axes, ranges],
  )
  const setRange = (axis: string, range: AxisRange | null) =>
    setRanges((old) => {
      const { [axis]: _before, ...others } = old
      return range === null ? others : { ...others, [axis]: range }
    })
  return (
    <ChartFigure
      title={props.title}
      summary={props.summary}
      fileName={props.fileName}
      table={props.table}
      controls={
        Object.keys(ranges).length > 0 && (
          <button type="button" className="chart-legend-item" onClick={() => setRanges({})}>
            Show all {lines.length}; {kept.size} pass
          </button>
        )
      }
    >
      {({ width, height }) => {
        const top = MARGIN.top
        const span = height - MARGIN.top - MARGIN.bottom
        const step = (width - MARGIN.left - MARGIN.right) / Math.max(1, axes.length - 1)
        const x = (axis: number) => MARGIN.left + axis * step
        const y = (at: number) => top + (1 - at) * span
        const path = (line: ParallelLine) => parallelPath(line.at, x, y)
        const front = lines.find(({ id }) => id === hovered)
        return (
          <svg width={width} height={height} role="img" aria-label={props.title}>
            <g fill="none">
              {lines.map((line) => (
                <path
                  key={line.id}
                  d={path(line)}
                  stroke={toneColour(line.tone)}
                  strokeWidth={1.5}
                  strokeOpacity={kept.has(line.id) ? (hovered === null ? 0.75 : 0.3) : 0.06}
                  pointerEvents={kept.has(line.id) ? 'stroke' : 'none'}
                  onPointerEnter={() => setHovered(line.id)}
                  onPointerLeave={() => setHovered(null)}
                  onClick={() => props.onPick(line.id)}
                >
                  <title>{props.describe(line.id)}</title>
                </path>
              ))}
              {front !== undefined && (
                <path d={path(front)} stroke={toneColour(front.tone)} strokeWidth={3} pointerEvents="none" />
              )}
            </g>
            {axes.map((axis, index) => (
              <AxisLine
                key={axis.id}
                axis={axis}
                x={x(index)}
                y={y}
                top={top}
                span={span}
                room={step}
                range={ranges[axis.id] ?? null}
                onRange={(range) => setRange(axis.id, range)}
              />
            ))}
          </svg>
        )
      }}
    </ChartFigure>
  )
}

/** From the palette's second colour, low, to its first, high; both are told apart under colour blindness. */
function toneColour(tone: number): string {
  return `color-mix(in oklab, var(--chart-1) ${Math.round(tone * 100)}%, var(--chart-2))`
}

function AxisLine(props: {
  axis: ParallelAxis
  x: number
  y: (at: number) => number
  top: number
  span: number
  room: number
  range: AxisRange | null
  onRange: (range: AxisRange | null) => void
}) {
  const { axis, x, y, range, onRange } = props
  const [from, setFrom] = useState<number | null>(null)
  const place = (event: PointerEvent<SVGRectElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    return Math.min(1, Math.max(0, 1 - (event.clientY - box.top) / box.height))
  }
  const drag = (event: PointerEvent<SVGRectElement>) => {
    if (from === null) return
    const to = place(event)
    onRange(Math.abs(to - from) < CLICK ? null : [Math.min(from, to), Math.max(from, to)])
  }
  const most = Math.max(6, Math.floor(props.room / 6.6))
  return (
    <g>
      <text x={x} y={16} textAnchor="middle" className="chart-parallel-label">
        <title>{axis.label}</title>
        {axis.label.length > most ? `${axis.label.slice(0, most - 1)}…` : axis.label}
      </text>
      <line x1={x} x2={x} y1={y(0)} y2={y(1)} stroke="var(--chart-axis)" />
      {axis.ticks.map(({ at, text }) => (
        <text key={text} x={x - 6} y={y(at) + 4} textAnchor="end" className="chart-parallel-tick">
          {text.length > 14 ? `${text.slice(0, 13)}…` : text}
        </text>
      ))}
      {range !== null && (
        <rect
          x={x - 6}
          y={y(range[1])}
          width={12}
          height={y(range[0]) - y(range[1])}
          fill="var(--chart-1)"
          fillOpacity={0.25}
          stroke="var(--chart-1)"
        />
      )}
      <rect
        data-interactive
        x={x - 12}
        y={props.top}
        width={24}
        height={props.span}
        fill="transparent"
        className="chart-parallel-drag"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          setFrom(place(event))
        }}
        onPointerMove={drag}
        onPointerUp={(event) => {
          drag(event)
          setFrom(null)
        }}
      >
        <title>{`Drag to keep a range of ${axis.label}; click to take it away`}</title>
      </rect>
    </g>
  )
}
