import { formatCount } from '../components/format.ts'
import { formatValue } from './format.ts'
import { Swatch } from './Legend.tsx'
import { valueNear, type LineEvent, type LineSeries } from './series.ts'

/** Values of all curves at one epoch, from the curves themselves and not from the drawn points. */
export function CurveTooltip(props: { series: readonly LineSeries[]; events: readonly LineEvent[]; position: number }) {
  const { series, position } = props
  return (
    <div className="chart-tooltip">
      <strong>Epoch {formatCount(position)}</strong>
      {series.map((line) => {
        const near = valueNear(line, position)
        return (
          <div className="chart-tooltip-line" key={line.id}>
            <Swatch style={line.style} width={22} />
            <span>{line.label}</span>
            <b>
              {near === null ? '–' : formatValue(near.y, 5)}
              {near !== null && near.x !== position && ` (epoch ${formatCount(near.x)})`}
            </b>
          </div>
        )
      })}
      {props.events
        .filter(({ x }) => x === position)
        .map(({ label }, i) => (
          <div key={i}>{label}</div>
        ))}
    </div>
  )
}
