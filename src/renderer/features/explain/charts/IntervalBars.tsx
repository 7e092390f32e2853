import type { ReactNode } from 'react'
import { ChartFigure } from '../../../charts/ChartFigure.tsx'
import { formatValue } from '../../../../core/words/values.ts'
import { ColumnAxis, ColumnName } from './ColumnAxis.tsx'
import { columnPlot } from './plot.ts'

export interface IntervalBar {
  label: string
  value: number
  low: number
  high: number
}

/** Numbers as bars from zero, each with its interval as a line over the end. */
export function IntervalBars(props: {
  title: string
  heading?: ReactNode
  summary: string
  fileName: string
  axisLabel: string
  bars: readonly IntervalBar[]
}) {
  const { bars } = props
  return (
    <ChartFigure
      title={props.title}
      heading={props.heading}
      summary={props.summary}
      fileName={props.fileName}
      table={() => ({
        header: ['column', props.axisLabel, 'low (95 %)', 'high (95 %)'],
        rows: bars.map(({ label, value, low, high }) => [label, value, low, high]),
      })}
      formatCell={(value) => (typeof value === 'number' ? formatValue(value) : (value ?? ''))}
    >
      {(size) => {
        const plot = columnPlot(size, bars.length, [0, ...bars.flatMap(({ value, low, high }) => [value, low, high])])
        return (
          <svg width={size.width} height={size.height} role="img" aria-label={props.summary}>
            <ColumnAxis plot={plot} label={props.axisLabel} />
            {bars.map((bar, line) => {
              const [zero, end, y] = [plot.toX(0), plot.toX(bar.value), plot.toY(line)]
              // An interval that holds zero is no proof of anything.
              const isSure = bar.low > 0 || bar.high < 0
              return (
                <g key={bar.label}>
                  <title>{`${bar.label}: ${formatValue(bar.value)}, 95 % from ${formatValue(bar.low)} to ${formatValue(bar.high)}`}</title>
                  <ColumnName plot={plot} line={line} name={bar.label} />
                  <rect
                    x={Math.min(zero, end)}
                    y={y - 8}
                    width={Math.max(1, Math.abs(end - zero))}
                    height={16}
                    rx={2}
                    fill="var(--chart-1)"
                    fillOpacity={isSure ? 0.8 : 0.3}
                  />
                  <path
                    d={`M${plot.toX(bar.low)} ${y - 4}V${y + 4}M${plot.toX(bar.low)} ${y}H${plot.toX(bar.high)}M${plot.toX(bar.high)} ${y - 4}V${y + 4}`}
                    stroke="currentColor"
                    strokeWidth={1.4}
                    fill="none"
                  />
                  <text x={size.width - 6} y={y + 4} textAnchor="end" fontSize={12} fill="currentColor">
                    {formatValue(bar.value, 3)}
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
