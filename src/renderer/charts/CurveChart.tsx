import { memo, useCallback, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { formatCount } from '../../core/words/format.ts'
import { ChartFigure } from './ChartFigure.tsx'
import { CurveControls } from './CurveControls.tsx'
import { areThinned, curveTable, zoomed } from './curveViews.ts'
import { DenseLines } from './DenseLines.tsx'
import { densePicture } from './densePicture.ts'
import { DerivedCurves } from './derived.ts'
import { countPoints, drawnLines, pointBudget, valuesWithin } from './drawing.ts'
import { FewLines } from './FewLines.tsx'
import { formatValue } from '../../core/words/values.ts'
import { Legend } from './Legend.tsx'
import { placedMarks } from './marks.ts'
import { lineStyle } from './palette.ts'
import { plotMargin } from './plotFrame.ts'
import { epochAxis, linearAxis, logAxis, spacedAxis } from '../../core/scales.ts'
import { extent, type LineEvent, type LineMarker, type LineSeries } from './series.ts'

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
  /** Fetches the curves with every epoch, for a file of values, where those that are drawn are thinned. */
  whole?: () => Promise<readonly LineSeries[]>
  /** Told when the range seen changes, so that more detail can be fetched; null is everything. */
  onRange?: (range: [number, number] | null) => void
}

/**
 * Curves over epochs: crosshair, zoom by dragging or with + − 0, logarithmic scale, smoothing, legend switches. A few
 * hundred points are drawn as elements, more on a canvas; both look and behave alike.
 */
export const CurveChart = memo(function CurveChart(props: CurveChartProps) {
  const { series, markers = none, events = none, onRange, whole: fetchWhole } = props
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
  const derived = useMemo(() => new DerivedCurves(strength, log), [strength, log])
  const lines = useMemo(() => drawnLines(visible, derived), [visible, derived])
  const x = useMemo(() => epochAxis(from, to), [from, to])
  const y = useMemo(() => (log ? logAxis : linearAxis)(valuesWithin(lines, [from, to])), [lines, from, to, log])
  const marks = useMemo(
    () => placedMarks({ visible, markers, events }, [from, to], log),
    [visible, markers, events, from, to, log],
  )
  const isDense = countPoints(lines, shown) > pointBudget

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
  const toggle = useCallback(
    (id: string) =>
      setHidden((old) => {
        const next = new Set(old)
        if (!next.delete(id)) next.add(id)
        return next
      }),
    [],
  )
  const allValues = async () =>
    curveTable(
      ((await fetchWhole?.()) ?? []).filter(({ id }) => !hidden.has(id)),
      range,
    )
  const size = useRef({ width: 0, height: 0 })
  const picture = (marksLayer: SVGSVGElement) => densePicture({ lines, x, y, log, ...size.current }, marksLayer)
  const names = useStable(series.map(({ id, label, style }) => ({ id, label, style })))
  const legend = useMemo(() => <Legend series={names} hidden={hidden} onToggle={toggle} />, [names, hidden, toggle])

  return (
    <ChartFigure
      title={props.title}
      heading={props.heading}
      summary={`${props.summary} Drag across the chart to zoom, or use the keys plus, minus and zero; the arrow keys move the crosshair.`}
      fileName={props.fileName}
      table={() => curveTable(visible, range)}
      fileTable={fetchWhole !== undefined && areThinned(visible) ? allValues : undefined}
      formatCell={cellText}
      legend={legend}
      legendEntries={visible.map(({ label, style }) => ({ label, ...lineStyle(style) }))}
      picture={isDense ? picture : undefined}
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
      {({ width, height }) => {
        size.current = { width, height }
        const spaced = spacedAxis(x, width - plotMargin.left - plotMargin.right)
        const drawing = { title: props.title, width, height, lines, visible, x: spaced, y, log, marks, onZoom: zoom }
        return <div onKeyDown={onKeyDown}>{isDense ? <DenseLines {...drawing} /> : <FewLines {...drawing} />}</div>
      }}
    </ChartFigure>
  )
})

/** Epochs are whole, and stay so. */
function cellText(value: string | number | null): string {
  if (typeof value !== 'number') return value ?? ''
  return Number.isInteger(value) ? formatCount(value) : formatValue(value, 6)
}

const none: readonly never[] = []

/** The same object as long as its content is the same. */
function useStable<T>(value: T): T {
  const kept = useRef(value)
  if (JSON.stringify(kept.current) !== JSON.stringify(value)) kept.current = value
  return kept.current
}
