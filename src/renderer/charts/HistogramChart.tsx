import { Bar, BarChart, CartesianGrid, Cell, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts'
import type { ClippedHistogram } from '../../shared/datasets.ts'
import { binsOf, beyondText, type HistogramBin } from './histogramBins.ts'
import { ChartFigure } from './ChartFigure.tsx'
import { MarkStepping, pointedMark } from './MarkStepping.tsx'
import { plural } from '../../core/words/format.ts'
import { formatValue, tickFormat } from '../../core/words/values.ts'
import { linearAxis } from '../../core/scales.ts'

/**
 * Counts by interval, with a line at zero where the values lie on both sides of it. Values beyond the range are gathered
 * in a bar of their own at its end, drawn hollow, and told beneath.
 */
export function HistogramChart(props: {
  title: string
  summary: string
  fileName: string
  histogram: ClippedHistogram
  /** What is counted along the axis: "actual − predicted". */
  axisLabel: string
  /** Shows the rows of a bar. */
  onBin?: ((bin: HistogramBin) => void) | undefined
}) {
  const { onBin } = props
  const { edges } = props.histogram
  const bins = binsOf(props.histogram)
  const beyond = beyondText(props.histogram, formatValue)
  const low = Math.min(edges[0] ?? 0, ...bins.map(({ drawnFrom }) => drawnFrom))
  const high = Math.max(edges.at(-1) ?? 1, ...bins.map(({ drawnTo }) => drawnTo))
  const y = linearAxis([0, ...bins.map(({ count }) => count)], 4)
  const x = linearAxis([low, high], 6).ticks.filter(
    (tick) => tick >= (edges[0] ?? low) && tick <= (edges.at(-1) ?? high),
  )
  const picture = ({ width, height }: { width: number; height: number }, current: number | null) => (
    <BarChart
      accessibilityLayer={onBin === undefined}
      width={width}
      height={height}
      data={bins}
      barCategoryGap={1}
      margin={{ top: 8, right: 26, bottom: 14, left: 0 }}
      title={props.title}
    >
      <CartesianGrid stroke="var(--chart-grid)" vertical={false} />
      <XAxis
        dataKey="middle"
        type="number"
        domain={[low, high]}
        ticks={x}
        tickFormatter={tickFormat(x)}
        axisLine={false}
        tickLine={false}
        height={34}
        label={{
          value: props.axisLabel,
          position: 'insideBottom',
          offset: -10,
          fill: 'var(--chart-axis)',
          fontSize: 11.5,
        }}
      />
      <YAxis
        domain={y.domain}
        ticks={y.ticks}
        tickFormatter={tickFormat(y.ticks)}
        axisLine={false}
        tickLine={false}
        width={54}
      />
      <Tooltip
        isAnimationActive={false}
        cursor={{ fill: 'var(--chart-grid)', fillOpacity: 0.7 }}
        content={({ active, payload }) => {
          const bin = bins.find(({ middle }) => middle === payload?.[0]?.payload?.middle)
          if (active !== true || bin === undefined) return null
          return (
            <div className="chart-tooltip">
              <BinText bin={bin} />
            </div>
          )
        }}
      />
      {low < 0 && high > 0 && <ReferenceLine x={0} stroke="var(--chart-2)" strokeDasharray="6 4" />}
      <Bar dataKey="count" fill="var(--chart-1)" fillOpacity={0.75} isAnimationActive={false}>
        {bins.map((bin, at) => (
          <Cell
            key={bin.middle}
            {...(bin.isBeyond ? { fillOpacity: 0.12, stroke: 'var(--chart-1)', strokeDasharray: '3 2' } : {})}
            {...(at === current ? pointedMark : {})}
            {...(onBin === undefined ? {} : { className: 'chart-door', onClick: () => onBin(bin) })}
          />
        ))}
      </Bar>
    </BarChart>
  )
  return (
    <ChartFigure
      title={props.title}
      summary={beyond === null ? props.summary : `${props.summary} ${beyond}`}
      fileName={props.fileName}
      table={() => ({ header: ['from', 'to', 'rows'], rows: bins.map(({ from, to, count }) => [from, to, count]) })}
      formatCell={(value) => (typeof value === 'number' ? formatValue(value, 6) : (value ?? ''))}
    >
      {(size) =>
        onBin === undefined ? (
          picture(size, null)
        ) : (
          <MarkStepping
            label={props.title}
            count={bins.length}
            describe={(at) => bins[at] !== undefined && <BinText bin={bins[at]} />}
            onOpen={(at) => bins[at] !== undefined && onBin(bins[at])}
          >
            {(current) => picture(size, current)}
          </MarkStepping>
        )
      }
    </ChartFigure>
  )
}

function BinText({ bin }: { bin: HistogramBin }) {
  return (
    <>
      <strong>{plural(bin.count, 'row')}</strong>
      <div>
        {formatValue(bin.from)} to {formatValue(bin.to)}
      </div>
    </>
  )
}
