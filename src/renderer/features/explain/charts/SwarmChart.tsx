import type { OverallReport } from '../../../../shared/explain.ts'
import { ChartFigure } from '../../../charts/ChartFigure.tsx'
import { formatValue } from '../../../../core/words/values.ts'
import { ColumnAxis, ColumnName } from './ColumnAxis.tsx'
import { columnPlot } from './plot.ts'
import { swarm } from './swarm.ts'

/** Steps of the scale of colours from low to high values. */
const shades = 8

/** What each column adds to the prediction of every row, as a swarm of points coloured by the row's own value. */
export function SwarmChart(props: {
  title: string
  summary: string
  fileName: string
  axisLabel: string
  report: OverallReport
  columns: OverallReport['columns']
}) {
  const { report, columns } = props
  return (
    <ChartFigure
      title={props.title}
      summary={props.summary}
      fileName={props.fileName}
      legend={
        <span className="chart-scale-legend">
          <span>low value</span>
          <span
            className="chart-scale"
            aria-hidden
            style={{ backgroundImage: `linear-gradient(90deg in oklab, ${shade(0)}, ${shade(shades - 1)})` }}
          />
          <span>high value</span>
          <svg width={10} height={10} aria-hidden>
            <circle cx={5} cy={5} r={3} fill={plainColour} />
          </svg>
          <span>categories, missing</span>
        </span>
      }
      table={() => ({
        header: ['row', ...columns.flatMap(({ name }) => [name, `${name} adds`])],
        rows: report.rows.map((row, at) => [
          row + 1,
          ...columns.flatMap(({ values, contributions }) => [values[at] ?? '', contributions[at] ?? null]),
        ]),
      })}
      formatCell={(value) => (typeof value === 'number' ? formatValue(value, 4) : (value ?? ''))}
    >
      {(size) => {
        const plot = columnPlot(size, columns.length, [0, ...columns.flatMap(({ contributions }) => contributions)])
        const half = Math.max(4, (plot.bottom - plot.top) / columns.length / 2 - 3)
        return (
          <svg width={size.width} height={size.height} role="img" aria-label={props.summary}>
            <ColumnAxis plot={plot} label={props.axisLabel} />
            {columns.map((column, line) => {
              const y = plot.toY(line)
              const points = swarm(column.contributions.map(plot.toX))
              const paths = new Map<string, string>()
              for (const { index, x, offset } of points) {
                const place = column.places[index] ?? null
                const colour = place === null ? plainColour : shade(Math.min(shades - 1, Math.floor(place * shades)))
                paths.set(colour, `${paths.get(colour) ?? ''}M${x.toFixed(1)} ${(y - offset * half).toFixed(1)}h0`)
              }
              return (
                <g key={column.name}>
                  <title>{`${column.name}: on average ±${formatValue(column.size)}`}</title>
                  <ColumnName plot={plot} line={line} name={column.name} />
                  {[...paths].map(([colour, path]) => (
                    <path key={colour} d={path} stroke={colour} strokeWidth={5} strokeLinecap="round" fill="none" />
                  ))}
                  <text x={size.width - 6} y={y + 4} textAnchor="end" fontSize={12} fill="currentColor">
                    ±{formatValue(column.size, 3)}
                  </text>
                </g>
              )
            })}
          </svg>
        )
      }}
    </ChartFigure>
  )
}

const plainColour = 'var(--chart-6)'

/** From low values to high ones. */
function shade(step: number): string {
  return `color-mix(in oklab, var(--chart-1) ${Math.round((100 * step) / (shades - 1))}%, var(--chart-2))`
}
