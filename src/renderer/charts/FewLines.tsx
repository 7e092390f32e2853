import { CartesianGrid, Line, LineChart, ReferenceDot, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts'
import { crosshair, gridStroke, numberAxis } from './axes.ts'
import { CurveTooltip } from './CurveTooltip.tsx'
import { rowsOf } from './drawing.ts'
import type { LinesProps } from './linesProps.ts'
import { eventDash, eventSign } from './marks.ts'
import { lineStyle } from './palette.ts'
import { plotMargin } from './plotFrame.ts'
import { ZoomLayer } from './ZoomLayer.tsx'

/** Lines of few points, each an element that can be read. */
export function FewLines(props: LinesProps) {
  const { lines, visible, x, y, log, marks } = props
  return (
    <LineChart
      width={props.width}
      height={props.height}
      data={rowsOf(lines, x.domain)}
      margin={{ top: plotMargin.top, right: plotMargin.right, bottom: 0, left: 0 }}
      title={props.title}
    >
      <CartesianGrid stroke={gridStroke} vertical={false} />
      <XAxis dataKey="x" {...numberAxis(x)} height={plotMargin.bottom} />
      <YAxis {...numberAxis(y, log)} width={plotMargin.left} />
      <Tooltip
        {...crosshair}
        content={({ active, label }) =>
          active === true && typeof label === 'number' ? (
            <CurveTooltip series={visible} events={marks.events} position={label} />
          ) : null
        }
      />
      {lines.map(({ key, line, faint }) => {
        const style = lineStyle(line.style)
        return (
          <Line
            key={key}
            dataKey={key}
            name={line.label}
            type="linear"
            stroke={style.colour}
            strokeOpacity={faint ? 0.28 : 1}
            strokeWidth={faint ? 1 : 2}
            strokeDasharray={faint ? undefined : style.dash}
            dot={!faint && line.dots === true && { r: 2, strokeDasharray: '0', fill: style.colour, clipDot: false }}
            activeDot={faint ? false : { r: 3.5 }}
            connectNulls
            isAnimationActive={false}
          />
        )
      })}
      {marks.events.map((event, i) => (
        <ReferenceLine
          key={`event:${i}`}
          x={event.x}
          stroke="var(--chart-axis)"
          strokeOpacity={0.6}
          strokeDasharray={eventDash(event)}
          label={{ value: eventSign(event), position: 'insideBottom', fontSize: 12 }}
        />
      ))}
      {marks.markers
        .filter(({ y: value }) => value >= y.domain[0] && value <= y.domain[1])
        .flatMap(({ id, alone, colour, label, labelSide, ...at }) => [
          alone && (
            <ReferenceLine
              key={`${id}:line`}
              x={at.x}
              stroke={colour}
              strokeOpacity={0.7}
              label={{ value: label, position: labelSide, fontSize: 11.5, fill: colour }}
            />
          ),
          <ReferenceDot
            key={`${id}:dot`}
            x={at.x}
            y={at.y}
            r={alone ? 4.5 : 5}
            fill={colour}
            stroke="var(--chart-surface)"
            ifOverflow="visible"
          />,
        ])}
      <ZoomLayer onZoom={props.onZoom} />
    </LineChart>
  )
}
