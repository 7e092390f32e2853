import type { ReactNode } from 'react'
import { ChartFigure } from '../../../charts/ChartFigure.tsx'
import { formatValue } from '../../../../core/words/values.ts'
import { rangeOf, shareOf } from '../../../charts/surfacePixels.ts'
import { fitted } from './plot.ts'

const margin = { right: 12, top: 6, bottom: 40 }

/** Numbers in cells, as colours from low to high; of weights around zero. */
export function HeatChart(props: {
  title: string
  heading?: ReactNode
  summary: string
  fileName: string
  xLabel: string
  yLabel: string
  xs: readonly string[]
  /** From the top on. */
  ys: readonly string[]
  /** ys × xs; null: none. */
  values: readonly (number | null)[]
  /** The middle of the scale is zero. */
  aroundZero?: boolean
  /** Cells to be drawn faintly, with the reason. */
  doubtful?: (cell: number) => string | null
}) {
  const { xs, ys, values } = props
  const wide = xs.length
  const found = rangeOf(values.filter((value) => value !== null))
  const most = Math.max(Math.abs(found.low), Math.abs(found.high))
  const range = props.aroundZero === true ? { low: -most, high: most } : found
  const colourOf = (value: number) => {
    const share = shareOf(value, range)
    if (props.aroundZero !== true)
      return `color-mix(in oklab, var(--chart-1) ${Math.round(100 * share)}%, var(--chart-2))`
    const strength = Math.round(Math.abs(2 * share - 1) * 100)
    return `color-mix(in oklab, ${share >= 0.5 ? 'var(--chart-1)' : 'var(--chart-2)'} ${strength}%, var(--chart-surface))`
  }
  return (
    <ChartFigure
      title={props.title}
      heading={props.heading}
      summary={props.summary}
      fileName={props.fileName}
      table={() => ({
        header: [`${props.yLabel} \\ ${props.xLabel}`, ...xs],
        rows: ys.map((name, y) => [name, ...xs.map((_, x) => values[y * wide + x] ?? null)]),
      })}
      formatCell={(value) => (typeof value === 'number' ? formatValue(value, 3) : (value ?? ''))}
      legend={
        <span className="chart-scale-legend">
          <span>{formatValue(range.low, 3)}</span>
          <span
            className="chart-scale"
            aria-hidden
            style={{
              backgroundImage: `linear-gradient(90deg, ${[0, 0.25, 0.5, 0.75, 1].map((share) => colourOf(range.low + (range.high - range.low) * share)).join(', ')})`,
            }}
          />
          <span>{formatValue(range.high, 3)}</span>
        </span>
      }
    >
      {({ width, height }) => {
        const left = Math.min(170, Math.round(width * 0.24))
        const [w, h] = [(width - left - margin.right) / wide, (height - margin.top - margin.bottom) / ys.length]
        const everyX = Math.max(1, Math.ceil(46 / w))
        const everyY = Math.max(1, Math.ceil(13 / h))
        return (
          <svg width={width} height={height} role="img" aria-label={props.summary}>
            {values.map((value, cell) => {
              if (value === null) return null
              const [x, y] = [cell % wide, Math.floor(cell / wide)]
              const doubt = props.doubtful?.(cell) ?? null
              return (
                <rect
                  key={cell}
                  x={left + x * w}
                  y={margin.top + y * h}
                  width={w}
                  height={h}
                  fill={colourOf(value)}
                  fillOpacity={doubt === null ? 1 : 0.25}
                  shapeRendering="crispEdges"
                >
                  <title>{`${ys[y] ?? ''}, ${xs[x] ?? ''}: ${formatValue(value)}${doubt === null ? '' : ` (${doubt})`}`}</title>
                </rect>
              )
            })}
            {ys.map((name, y) =>
              y % everyY === 0 ? (
                <text
                  key={y}
                  x={left - 6}
                  y={margin.top + (y + 0.5) * h + 4}
                  textAnchor="end"
                  className="chart-parallel-tick"
                >
                  <title>{name}</title>
                  {fitted(name, left - 26, 6)}
                </text>
              ) : null,
            )}
            {xs.map((name, x) =>
              x % everyX === 0 ? (
                <text
                  key={x}
                  x={left + (x + 0.5) * w}
                  y={height - margin.bottom + 14}
                  textAnchor="middle"
                  className="chart-parallel-tick"
                >
                  {fitted(name, everyX * w - 4, 6)}
                </text>
              ) : null,
            )}
            <text
              x={left + (width - left - margin.right) / 2}
              y={height - 6}
              textAnchor="middle"
              className="chart-parallel-tick"
            >
              {props.xLabel}
            </text>
            <text
              transform={`translate(11 ${margin.top + (height - margin.top - margin.bottom) / 2}) rotate(-90)`}
              textAnchor="middle"
              className="chart-parallel-tick"
            >
              {fitted(props.yLabel, height - margin.bottom, 6)}
            </text>
          </svg>
        )
      }}
    </ChartFigure>
  )
}
