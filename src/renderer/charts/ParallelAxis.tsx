import { useState, type PointerEvent } from 'react'
import type { AxisRange } from './parallelLines.ts'
import { fittingTicks, shortened, TICK_LETTER } from './parallelLayout.ts'

export interface ParallelAxis {
  id: string
  label: string
  /** Places from 0 at the lower end to 1. */
  ticks: readonly { at: number; text: string }[]
}

/** A press that moves less is a click, which takes the range away. */
const CLICK = 0.02

/** One axis with its heading and labels, on which a range can be dragged. */
export function ParallelAxisLine(props: {
  axis: ParallelAxis
  x: number
  y: (at: number) => number
  top: number
  span: number
  /** Letters that there is room for. */
  letters: number
  heading: { y: number; letters: number }
  range: AxisRange | null
  onRange: (range: AxisRange | null) => void
}) {
  const { axis, x, y, range, onRange, heading } = props
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
  return (
    <g>
      <text x={x} y={heading.y} textAnchor="middle" className="chart-parallel-label">
        <title>{axis.label}</title>
        {shortened(axis.label, heading.letters)}
      </text>
      <line x1={x} x2={x} y1={y(0)} y2={y(1)} stroke="var(--chart-axis)" />
      {fittingTicks(axis.ticks, props.span).map(({ at, text }) => {
        const shown = shortened(text, props.letters)
        const width = shown.length * TICK_LETTER + 4
        return (
          <g key={text}>
            {/* Lines pass behind it, and it can still be read. */}
            <rect x={x - 5 - width} y={y(at) - 7} width={width} height={14} rx={2} className="chart-parallel-ground" />
            <text x={x - 6} y={y(at) + 4} textAnchor="end" className="chart-parallel-tick">
              <title>{text}</title>
              {shown}
            </text>
          </g>
        )
      })}
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
