import { lineStyle } from './palette.ts'

/** A short stroke in a series' colour and dash; `solid` where the curve is drawn without one. */
export function Swatch({ style, width = 20, solid = false }: { style: number; width?: number; solid?: boolean }) {
  const { colour, dash } = lineStyle(style)
  return (
    <svg width={width} height={8} aria-hidden className="chart-swatch">
      <line
        x1={0}
        x2={width}
        y1={4}
        y2={4}
        stroke={colour}
        strokeWidth={2}
        strokeDasharray={solid ? undefined : dash}
      />
    </svg>
  )
}

/** Name of a curve that is always shown. */
export function LegendLabel({ label, style, solid }: { label: string; style: number; solid: boolean }) {
  return (
    <span className="chart-legend-item">
      <Swatch style={style} solid={solid} />
      <span>{label}</span>
    </span>
  )
}

/** Names of the curves, each a switch that shows or hides its own. */
export function Legend(props: {
  series: readonly { id: string; label: string; style: number }[]
  hidden: ReadonlySet<string>
  onToggle: (id: string) => void
}) {
  return props.series.map(({ id, label, style }) => (
    <button
      key={id}
      type="button"
      className="chart-legend-item"
      aria-pressed={!props.hidden.has(id)}
      title={props.hidden.has(id) ? `Show ${label}` : `Hide ${label}`}
      onClick={() => props.onToggle(id)}
    >
      <Swatch style={style} />
      <span>{label}</span>
    </button>
  ))
}
