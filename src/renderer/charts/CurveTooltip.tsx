import type { ReactNode } from 'react'
import { formatCount } from '../../core/words/format.ts'
import { formatValue } from '../../core/words/values.ts'
import { Swatch } from './Legend.tsx'
import { curveOf, valueNear, type LineEvent, type LineSeries } from './series.ts'

/** Values of all curves at one epoch, from the curves themselves and not from the drawn points. */
export function CurveTooltip(props: { series: readonly LineSeries[]; events: readonly LineEvent[]; position: number }) {
  const { series, position } = props
  return (
    <ChartTooltip
      heading={`Epoch ${formatCount(position)}`}
      lines={series.map((line) => {
        const near = valueNear(curveOf(line), position)
        const elsewhere = near === null || near.x === position ? '' : ` (epoch ${formatCount(near.x)})`
        return { ...line, value: `${formatValue(near?.y ?? null, 5)}${elsewhere}` }
      })}
    >
      {props.events
        .filter(({ x }) => x === position)
        .map(({ label }, i) => (
          <div key={i}>{label}</div>
        ))}
    </ChartTooltip>
  )
}

/** What stands at one position of a chart: a value a curve. */
export function ChartTooltip(props: {
  heading: string
  lines: readonly { id: string; label: string; style: number; solid?: boolean; value: string }[]
  children?: ReactNode
}) {
  return (
    <div className="chart-tooltip">
      <strong>{props.heading}</strong>
      {props.lines.map(({ id, label, style, solid = false, value }) => (
        <div className="chart-tooltip-line" key={id}>
          <Swatch style={style} width={22} solid={solid} />
          <span>{label}</span>
          <b>{value}</b>
        </div>
      ))}
      {props.children}
    </div>
  )
}
