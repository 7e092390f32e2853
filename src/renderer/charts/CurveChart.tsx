import { Button, Menu } from '@mantine/core'
import { IconCheck, IconZoomReset } from '@tabler/icons-react'
import { memo, useCallback, useMemo, useState, type KeyboardEvent, type ReactNode } from 'react'
import { CartesianGrid, Line, LineChart, ReferenceDot, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts'
import { ChartFigure } from './ChartFigure.tsx'
import { CurveTooltip } from './CurveTooltip.tsx'
import { formatValue, tickFormat } from './format.ts'
import { Legend } from './Legend.tsx'
import { drawLines } from './lineRows.ts'
import { lineStyle } from './palette.ts'
import { epochAxis, linearAxis, logAxis } from './scales.ts'
import { extent, type LineEvent, type LineMarker, type LineSeries } from './series.ts'
import { ZoomLayer } from './ZoomLayer.tsx'
import { curveTable, zoomed } from './curveViews.ts'

const smoothings = [
  { strength: 0, label: 'As measured' },
  { strength: 0.6, label: 'A little' },
  { strength: 0.85, label: 'Clearly' },
  { strength: 0.95, label: 'Strongly' },
] as const

interface CurveChartProps {
  title: string
  /** In the title's place. */
  heading?: ReactNode
  summary: string
  fileName: string
  series: readonly LineSeries[]
  markers?: readonly LineMarker[]
  events?: readonly LineEvent[]
  /** Right end of the axis while the curves still grow; otherwise the last position. */
  planned?: number
  /** Told when the range seen changes, so that more detail can be fetched; null is everything. */
  onRange?: (range: [number, number] | null) => void
}

/** Curves over epochs: crosshair, zoom by dragging or with + − 0, logarithmic scale, smoothing, legend switches. */
export const CurveChart = memo(function CurveChart(props: CurveChartProps) {
  const { series, markers = [], events = [], onRange } = props
  const [log, setLog] = useState(false)
  const [strength, setStrength] = useState(0)
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set())
  const [range, setRange] = useState<[number, number] | null>(null)

  const whole = useMemo<[number, number]>(() => {
    const [from, to] = extent(series) ?? [0, 1]
    return [from, Math.max(to, props.planned ?? 0)]
  }, [series, props.planned])
  const shown = range ?? whole
  const [from, to] = shown
  const visible = useMemo(() => series.filter(({ id }) => !hidden.has(id)), [series, hidden])
  const drawn = useMemo(
    () => drawLines(visible, { range: [from, to], strength, log }),
    [visible, from, to, strength, log],
  )
  const y = log ? logAxis(drawn.values) : linearAxis(drawn.values)
  const x = epochAxis(from, to)

  const zoom = useCallback(
    (next: [number, number] | null) => {
      setRange(next)
      onRange?.(next)
    },
    [onRange],
  )
  const reset = useCallback(() => zoom(null), [zoom])
  const onKeyDown = (event: KeyboardEvent) => {
    const next = zoomed(event.key, shown, whole)
    if (next === undefined) return
    event.preventDefault()
    zoom(next)
  }
  const toggle = (id: string) =>
    setHidden((old) => {
      const next = new Set(old)
      if (!next.delete(id)) next.add(id)
      return next
    })

  return (
    <ChartFigure
      title={props.title}
      heading={props.heading}
      summary={`${props.summary} Drag across the chart to zoom, or use the keys plus, minus and zero; the arrow keys move the crosshair.`}
      fileName={props.fileName}
      table={() => curveTable(visible)}
      formatCell={(value) => (typeof value === 'number' ? formatValue(value, 6) : (value ?? ''))}
      legend={<Legend series={series} hidden={hidden} onToggle={toggle} />}
      legendEntries={visible.map(({ label, style }) => ({ label, ...lineStyle(style) }))}
      controls={
        <CurveControls
          zoomed={range !== null}
          log={log}
          strength={strength}
          onReset={reset}
          onLog={setLog}
          onStrength={setStrength}
        />
      }
    >
      {({ width, height }) => (
        <div onKeyDown={onKeyDown}>
          <LineChart
            width={width}
            height={height}
            data={drawn.rows}
            margin={{ top: 8, right: 26, bottom: 0, left: 0 }}
            title={props.title}
          >
            <CartesianGrid stroke="var(--chart-grid)" vertical={false} />
            <XAxis
              dataKey="x"
              type="number"
              domain={x.domain}
              ticks={x.ticks}
              tickFormatter={tickFormat(x.ticks)}
              allowDataOverflow
              axisLine={false}
              tickLine={false}
              height={26}
            />
            <YAxis
              type="number"
              scale={log ? 'log' : 'linear'}
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
              cursor={{ stroke: 'var(--chart-axis)', strokeDasharray: '2 2' }}
              content={({ active, label }) =>
                active === true && typeof label === 'number' ? (
                  <CurveTooltip series={visible} events={events} position={label} />
                ) : null
              }
            />
            {drawn.lines.map(({ key, series: line, faint }) => {
              const style = lineStyle(line.style)
              return (
                <Line
                  key={key}
                  dataKey={key}
                  name={line.label}
                  type="linear"
                  stroke={style.colour}
                  strokeOpacity={faint ? 0.28 : 1}
                  strokeWidth={faint ? 1 : 2}
                  strokeDasharray={faint ? undefined : style.dash}
                  dot={false}
                  activeDot={faint ? false : { r: 3.5 }}
                  connectNulls
                  isAnimationActive={false}
                />
              )
            })}
            {events
              .filter(({ x: at }) => at >= from && at <= to)
              .map((event, i) => (
                <ReferenceLine
                  key={`event:${i}`}
                  x={event.x}
                  stroke="var(--chart-axis)"
                  strokeOpacity={0.6}
                  strokeDasharray={event.kind === 'back' ? '1 3' : '6 3'}
                  label={{ value: event.kind === 'back' ? '↶' : '◆', position: 'insideBottom', fontSize: 12 }}
                />
              ))}
            {markers
              .filter((marker) => !hidden.has(marker.series) && marker.x >= from && marker.x <= to)
              .filter((marker) => !log || marker.y > 0)
              .flatMap((marker) => {
                const alone = markers.length === 1
                const of = visible.find(({ id }) => id === marker.series)
                const colour = alone || of === undefined ? 'var(--chart-best)' : lineStyle(of.style).colour
                return [
                  alone && (
                    <ReferenceLine
                      key={`${marker.series}:line`}
                      x={marker.x}
                      stroke={colour}
                      strokeOpacity={0.7}
                      label={{
                        value: marker.label,
                        position: labelSide(marker.x, shown),
                        fontSize: 11.5,
                        fill: colour,
                      }}
                    />
                  ),
                  <ReferenceDot
                    key={`${marker.series}:dot`}
                    x={marker.x}
                    y={marker.y}
                    r={alone ? 4.5 : 5}
                    fill={colour}
                    stroke="var(--chart-surface)"
                    ifOverflow="hidden"
                  />,
                ]
              })}
            <ZoomLayer onZoom={zoom} />
          </LineChart>
        </div>
      )}
    </ChartFigure>
  )
})

/** What can be done with curves; the same while they grow. */
const CurveControls = memo(function CurveControls(props: {
  zoomed: boolean
  log: boolean
  strength: number
  onReset: () => void
  onLog: (log: boolean) => void
  onStrength: (strength: number) => void
}) {
  const { log, strength } = props
  const chosen = smoothings.find((option) => option.strength === strength)
  return (
    <>
      {props.zoomed && (
        <Button
          size="compact-xs"
          variant="light"
          leftSection={<IconZoomReset size={14} aria-hidden />}
          onClick={props.onReset}
        >
          Reset zoom
        </Button>
      )}
      <Button
        size="compact-xs"
        variant={log ? 'light' : 'default'}
        aria-pressed={log}
        onClick={() => props.onLog(!log)}
      >
        Log scale
      </Button>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <Button size="compact-xs" variant={strength > 0 ? 'light' : 'default'}>
            Smooth
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {smoothings.map((option) => (
            <Menu.Item
              key={option.strength}
              role="menuitemradio"
              aria-checked={option === chosen}
              leftSection={option === chosen ? <IconCheck size={14} aria-hidden /> : <span className="chart-gap" />}
              onClick={() => props.onStrength(option.strength)}
            >
              {option.label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  )
})

/** Beside the line where there is room: to its left in the right half. */
function labelSide(x: number, [from, to]: readonly [number, number]): 'insideTopLeft' | 'insideTopRight' {
  return x > (from + to) / 2 ? 'insideTopRight' : 'insideTopLeft'
}
