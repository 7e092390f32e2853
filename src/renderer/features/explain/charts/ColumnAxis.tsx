import { fitted, type ColumnPlot } from './plot.ts'

/** Grid, ticks and what is measured, below the lines of a chart by columns. */
export function ColumnAxis({ plot, label }: { plot: ColumnPlot; label: string }) {
  const { left, right, top, bottom, axis, toX, tickText } = plot
  return (
    <g>
      {axis.ticks.map((tick) => (
        <g key={tick}>
          <line
            x1={toX(tick)}
            x2={toX(tick)}
            y1={top}
            y2={bottom}
            stroke={tick === 0 ? 'var(--chart-axis)' : 'var(--chart-grid)'}
          />
          <text x={toX(tick)} y={bottom + 15} textAnchor="middle" className="chart-parallel-tick">
            {tickText(tick)}
          </text>
        </g>
      ))}
      <text x={(left + right) / 2} y={bottom + 32} textAnchor="middle" className="chart-parallel-tick">
        {label}
      </text>
    </g>
  )
}

/** The name of a line, cut where it is too long. */
export function ColumnName({
  plot,
  line,
  name,
  note,
}: {
  plot: ColumnPlot
  line: number
  name: string
  note?: string
}) {
  const text = note === undefined || note === '' ? name : `${name} = ${note}`
  return (
    <text
      x={plot.left - 10}
      y={plot.toY(line) + 4}
      textAnchor="end"
      fontSize={12.5}
      fill="currentColor"
      aria-label={text}
    >
      <title>{text}</title>
      {fitted(text, plot.left - 14)}
    </text>
  )
}
