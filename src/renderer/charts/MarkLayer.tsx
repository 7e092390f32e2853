import type { DrawnLine } from './drawing.ts'
import { eventDash, eventSign, type Marks } from './marks.ts'
import { lineStyle } from './palette.ts'
import type { PlotFrame } from './plotFrame.ts'
import { valueNear } from './series.ts'

/** Events and markers over a canvas, and the crosshair with a dot on every line. */
export function MarkLayer(props: {
  width: number
  height: number
  frame: PlotFrame
  marks: Marks
  /** Position, or null for none. */
  crosshair: number | null
  lines: readonly DrawnLine[]
}) {
  const { frame, marks, crosshair } = props
  const bottom = frame.top + frame.height
  return (
    <svg className="chart-marks" width={props.width} height={props.height} aria-hidden>
      {marks.events.map((event, i) => (
        <g key={i}>
          <Upright x={frame.toX(event.x)} frame={frame} colour="var(--chart-axis)" dash={eventDash(event)} />
          <text x={frame.toX(event.x)} y={bottom - 5} fontSize={12} fill="var(--chart-axis)" textAnchor="middle">
            {eventSign(event)}
          </text>
        </g>
      ))}
      {marks.markers.map(({ id, alone, colour, label, labelSide, ...at }) => (
        <g key={id}>
          {alone && (
            <>
              <Upright x={frame.toX(at.x)} frame={frame} colour={colour} opacity={0.7} />
              <text
                x={frame.toX(at.x) + (labelSide === 'insideTopLeft' ? 5 : -5)}
                y={frame.top + 14}
                fontSize={11.5}
                fill="var(--chart-axis)"
                textAnchor={labelSide === 'insideTopLeft' ? 'start' : 'end'}
              >
                {label}
              </text>
            </>
          )}
          {within(frame, at.y) && (
            <circle
              cx={frame.toX(at.x)}
              cy={frame.toY(at.y)}
              r={alone ? 4.5 : 5}
              fill={colour}
              stroke="var(--chart-surface)"
            />
          )}
        </g>
      ))}
      {crosshair !== null && (
        <g data-interactive>
          <Upright x={frame.toX(crosshair)} frame={frame} colour="var(--chart-axis)" dash="2 2" opacity={1} />
          {props.lines.map(({ key, curve, line, faint }) => {
            const value = faint ? null : valueNear(curve, crosshair)
            if (value === null || !within(frame, value.y)) return null
            return (
              <circle
                key={key}
                cx={frame.toX(value.x)}
                cy={frame.toY(value.y)}
                r={3.5}
                fill={lineStyle(line.style).colour}
                stroke="var(--chart-surface)"
              />
            )
          })}
        </g>
      )}
    </svg>
  )
}

function within(frame: PlotFrame, value: number): boolean {
  const y = frame.toY(value)
  return y >= frame.top - 0.5 && y <= frame.top + frame.height + 0.5
}

function Upright(props: { x: number; frame: PlotFrame; colour: string; dash?: string; opacity?: number }) {
  const { x, frame } = props
  return (
    <line
      x1={x}
      x2={x}
      y1={frame.top}
      y2={frame.top + frame.height}
      stroke={props.colour}
      strokeOpacity={props.opacity ?? 0.6}
      strokeDasharray={props.dash}
    />
  )
}
