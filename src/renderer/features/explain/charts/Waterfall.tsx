import { ChartFigure } from '../../../charts/ChartFigure.tsx'
import { formatValue } from '../../../../core/words/values.ts'
import { ColumnAxis, ColumnName } from './ColumnAxis.tsx'
import { columnPlot, fitted } from './plot.ts'
import { waterfallSteps, type Contribution } from './waterfallSteps.ts'

/** Room for a value with its error at the right, in CSS pixels. */
const valueWidth = 136

/** How a prediction comes of a base, one column after the other: up to the right, down to the left. */
export function Waterfall(props: {
  title: string
  summary: string
  fileName: string
  axisLabel: string
  baseLabel: string
  endLabel: string
  base: number
  prediction: number
  contributions: readonly Contribution[]
}) {
  const { base, prediction, contributions } = props
  const steps = waterfallSteps(base, contributions)
  const lines = steps.length + 2
  return (
    <ChartFigure
      title={props.title}
      summary={props.summary}
      fileName={props.fileName}
      table={() => ({
        header: ['column', 'value', 'adds', 'standard error'],
        rows: [
          [props.baseLabel, '', base, null],
          ...contributions.map(({ column, value, contribution, error }) => [column, value, contribution, error]),
          [props.endLabel, '', prediction, null],
        ],
      })}
      formatCell={(value) => (typeof value === 'number' ? formatValue(value) : (value ?? ''))}
    >
      {(size) => {
        const plot = columnPlot(
          size,
          lines,
          [base, prediction, ...steps.flatMap(({ from, to }) => [from, to])],
          valueWidth,
        )
        const mark = (value: number, line: number) => (
          <path d={`M${plot.toX(value)} ${plot.toY(line) - 9}v18`} stroke="currentColor" strokeWidth={2.5} />
        )
        const valueText = (text: string, line: number) => (
          <text x={size.width - 6} y={plot.toY(line) + 4} textAnchor="end" fontSize={12} fill="currentColor">
            {text}
          </text>
        )
        return (
          <svg width={size.width} height={size.height} role="img" aria-label={props.summary}>
            <ColumnAxis plot={plot} label={props.axisLabel} />
            <ColumnName plot={plot} line={0} name={props.baseLabel} />
            {mark(base, 0)}
            {valueText(formatValue(base, 4), 0)}
            {steps.map(({ label, value, from, to, error }, at) => {
              const [a, b, y] = [plot.toX(from), plot.toX(to), plot.toY(at + 1)]
              const grows = to >= from
              const sign = `${grows ? '+' : '−'}${formatValue(Math.abs(to - from), 3)}`
              return (
                <g key={label}>
                  <title>{`${label}${value === '' ? '' : ` = ${value}`}: ${sign}${error > 0 ? ` ± ${formatValue(error, 2)}` : ''}`}</title>
                  <ColumnName plot={plot} line={at + 1} name={label} note={value} />
                  <line
                    x1={a}
                    x2={a}
                    y1={plot.toY(at)}
                    y2={y}
                    stroke="var(--chart-axis)"
                    strokeDasharray="2 3"
                    strokeOpacity={0.7}
                  />
                  <Arrow from={a} to={b} y={y} colour={grows ? 'var(--chart-1)' : 'var(--chart-2)'} />
                  {valueText(fitted(error > 0 ? `${sign} ± ${formatValue(error, 1)}` : sign, valueWidth - 2), at + 1)}
                </g>
              )
            })}
            <ColumnName plot={plot} line={lines - 1} name={props.endLabel} />
            {mark(prediction, lines - 1)}
            {valueText(formatValue(prediction, 4), lines - 1)}
          </svg>
        )
      }}
    </ChartFigure>
  )
}

/** A bar with a point in its direction, so that up and down are told apart without colour. */
function Arrow({ from, to, y, colour }: { from: number; to: number; y: number; colour: string }) {
  const point = Math.sign(to - from) * Math.min(7, Math.abs(to - from))
  const neck = to - point
  return (
    <path
      d={`M${from} ${y - 8}H${neck}L${to} ${y}L${neck} ${y + 8}H${from}Z`}
      fill={colour}
      fillOpacity={0.85}
      stroke={colour}
    />
  )
}
