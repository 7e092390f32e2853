import { CartesianGrid, Line, LineChart, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts'
import { crosshair, gridStroke, numberAxis } from '../../charts/axes.ts'
import { ChartFigure } from '../../charts/ChartFigure.tsx'
import { ChartTooltip } from '../../charts/CurveTooltip.tsx'
import { formatValue } from '../../../core/words/values.ts'
import { LegendLabel } from '../../charts/Legend.tsx'
import { lineStyle } from '../../charts/palette.ts'
import { linearAxis, logAxis } from '../../../core/scales.ts'
import { plainNumber } from '../../../core/words/settings/settingText.ts'

const curves = [
  { id: 'smoothed', label: 'smoothed', style: 0 },
  { id: 'loss', label: 'each step', style: 1 },
] as const

/** The loss against the learning rate, which grows along a logarithmic axis; the suggested rate is marked. */
export function RangeChart(props: {
  rates: readonly number[]
  losses: readonly number[]
  smoothed: readonly number[]
  suggested: number | null
}) {
  const { rates, losses, smoothed, suggested } = props
  const rows = rates.map((rate, i) => ({ rate, loss: losses[i] ?? null, smoothed: smoothed[i] ?? null }))
  const first = smoothed[0] ?? 1
  // The last steps explode: the axis ends above what came before.
  const shown = smoothed.filter((loss) => Number.isFinite(loss) && loss <= first * 2)
  const y = linearAxis(shown.length === 0 ? [0, 1] : shown)
  const x = logAxis(rates)
  const at = suggested === null ? '' : ` A rate of ${plainNumber(Number(suggested.toPrecision(2)))} is suggested.`
  return (
    <ChartFigure
      title="Loss by learning rate"
      summary={`The loss while the learning rate grows from ${formatValue(rates[0] ?? 0)} to ${formatValue(rates.at(-1) ?? 0)}.${at}`}
      fileName="learning rates"
      table={() => ({
        header: ['rate', 'loss', 'smoothed'],
        rows: rows.map((row) => [row.rate, row.loss, row.smoothed]),
      })}
      formatCell={(value) => (typeof value === 'number' ? formatValue(value, 6) : (value ?? ''))}
      legend={curves.map(({ id, label, style }) => (
        <LegendLabel key={id} label={label} style={style} solid />
      ))}
      legendEntries={curves.map(({ label, style }) => ({ label, ...lineStyle(style), dash: undefined }))}
    >
      {({ width, height }) => (
        <LineChart
          width={width}
          height={height}
          data={rows}
          margin={{ top: 8, right: 16, bottom: 0, left: 0 }}
          title="Loss by learning rate"
        >
          <CartesianGrid stroke={gridStroke} vertical={false} />
          <XAxis
            dataKey="rate"
            {...numberAxis(x, true)}
            tickFormatter={(tick: number) => plainNumber(tick)}
            height={26}
          />
          <YAxis {...numberAxis(y)} width={54} />
          <Tooltip
            {...crosshair}
            content={({ active, payload }) => {
              const row = payload[0]?.payload as (typeof rows)[number] | undefined
              if (active !== true || row === undefined) return null
              return (
                <ChartTooltip
                  heading={`Rate ${plainNumber(Number(row.rate.toPrecision(3)))}`}
                  lines={curves.map((curve) => ({ ...curve, solid: true, value: formatValue(row[curve.id], 5) }))}
                />
              )
            }}
          />
          {suggested !== null && (
            <ReferenceLine
              x={suggested}
              stroke="var(--chart-best)"
              label={{ value: 'suggested', position: 'insideTopRight', fontSize: 11.5, fill: 'var(--chart-best)' }}
            />
          )}
          {curves.toReversed().map(({ id, label, style }) => {
            const isSmooth = id === 'smoothed'
            return (
              <Line
                key={id}
                dataKey={id}
                name={label}
                stroke={lineStyle(style).colour}
                strokeOpacity={isSmooth ? 1 : 0.45}
                strokeWidth={isSmooth ? 2 : 1}
                dot={false}
                activeDot={isSmooth ? { r: 3.5 } : false}
                isAnimationActive={false}
              />
            )
          })}
        </LineChart>
      )}
    </ChartFigure>
  )
}
