import { CartesianGrid, Line, LineChart, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts'
import { ChartFigure } from '../../charts/ChartFigure.tsx'
import { formatValue, tickFormat } from '../../charts/format.ts'
import { lineStyle } from '../../charts/palette.ts'
import { linearAxis, logAxis } from '../../charts/scales.ts'
import { plainNumber } from './words.ts'

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
  const [raw, smooth] = [lineStyle(1), lineStyle(0)]
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
      legendEntries={[
        { label: 'smoothed', ...smooth },
        { label: 'each step', ...raw },
      ]}
    >
      {({ width, height }) => (
        <LineChart
          width={width}
          height={height}
          data={rows}
          margin={{ top: 8, right: 16, bottom: 0, left: 0 }}
          title="Loss by learning rate"
        >
          <CartesianGrid stroke="var(--chart-grid)" vertical={false} />
          <XAxis
            dataKey="rate"
            type="number"
            scale="log"
            domain={x.domain}
            ticks={x.ticks}
            tickFormatter={(tick: number) => plainNumber(tick)}
            axisLine={false}
            tickLine={false}
            height={26}
          />
          <YAxis
            type="number"
            domain={y.domain}
            ticks={y.ticks}
            tickFormatter={tickFormat(y.ticks)}
            allowDataOverflow
            axisLine={false}
            tickLine={false}
            width={54}
          />
          <Tooltip
            isAnimationActive={false}
            formatter={(value) => formatValue(Number(value))}
            labelFormatter={(rate) => `rate ${plainNumber(Number(Number(rate).toPrecision(3)))}`}
          />
          {suggested !== null && (
            <ReferenceLine
              x={suggested}
              stroke="var(--chart-best)"
              label={{ value: 'suggested', position: 'insideTopRight', fontSize: 11.5, fill: 'var(--chart-best)' }}
            />
          )}
          <Line
            dataKey="loss"
            name="each step"
            stroke={raw.colour}
            strokeOpacity={0.35}
            strokeWidth={1}
            dot={false}
            isAnimationActive={false}
          />
          <Line
            dataKey="smoothed"
            name="smoothed"
            stroke={smooth.colour}
            strokeWidth={2}
            dot={false}
            isAnimationActive={false}
          />
        </LineChart>
      )}
    </ChartFigure>
  )
}
