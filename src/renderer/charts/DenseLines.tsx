import { useComputedColorScheme } from '@mantine/core'
import { useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { createCanvasPlot, type CanvasPlot } from './canvasPlot.ts'
import { CurveTooltip } from './CurveTooltip.tsx'
import { columnsOf } from './drawing.ts'
import type { LinesProps } from './linesProps.ts'
import { MarkLayer } from './MarkLayer.tsx'
import { lineStyle } from './palette.ts'
import { plotFrame, type PlotFrame } from './plotFrame.ts'
import { curveOf, type LineSeries } from './series.ts'

/** Lines of many points, on a canvas; marks, crosshair and its values are elements above it. */
export function DenseLines(props: LinesProps) {
  const { lines, visible, width, height, x, y, log, marks, onZoom } = props
  const holder = useRef<HTMLDivElement>(null)
  const plot = useRef<CanvasPlot | null>(null)
  const [pointer, setPointer] = useState<number | null>(null)
  const scheme = useComputedColorScheme()

  const frame = useMemo(() => plotFrame({ width, height }, x, y, log), [width, height, x, y, log])
  const columns = useMemo(() => columnsOf(lines, x.domain, frame.width), [lines, x.domain, frame.width])
  const content = { width, height, columns, x, y }
  const styles = lines.map(({ line, faint }) => ({ ...lineStyle(line.style), faint }))
  const latest = useRef({ content, styles, frame, onZoom })
  latest.current = { content, styles, frame, onZoom }

  // The plot is made again where other lines are drawn or in other colours, and otherwise only told of new values.
  const look = `${scheme} ${log} ${lines.map(({ key, line, faint }) => `${key} ${line.style} ${faint}`).join('\n')}`
  useLayoutEffect(() => {
    if (holder.current === null) return
    const { content: first, styles: drawn } = latest.current
    plot.current = createCanvasPlot(
      holder.current,
      { lines: drawn, log, content: first },
      {
        onPointer: setPointer,
        onDrag: (from, to) => latest.current.onZoom([latest.current.frame.atX(from), latest.current.frame.atX(to)]),
      },
    )
    return () => {
      plot.current?.destroy()
      plot.current = null
    }
  }, [look, log])
  useLayoutEffect(() => plot.current?.draw(latest.current.content), [columns, width, height, x, y])

  const position = pointer === null ? null : nearestPosition(visible, frame.atX(pointer))
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (step === 0) return
    event.preventDefault()
    setPointer(steppedPointer(visible, frame, position, step))
  }
  return (
    <div
      className="chart-dense"
      role="application"
      aria-label={props.title}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onBlur={() => setPointer(null)}
    >
      <div className="chart-canvas" ref={holder} />
      <MarkLayer width={width} height={height} frame={frame} marks={marks} crosshair={position} lines={lines} />
      {position !== null && (
        <div
          className="chart-dense-values"
          role="status"
          style={
            frame.toX(position) < width / 2
              ? { left: frame.toX(position) + 10, top: frame.top }
              : { right: width - frame.toX(position) + 10, top: frame.top }
          }
        >
          <CurveTooltip series={visible} events={marks.events} position={position} />
        </div>
      )}
    </div>
  )
}

/** The point of any curve that is nearest to a position. */
function nearestPosition(series: readonly LineSeries[], position: number): number | null {
  let nearest: number | null = null
  for (const curve of series.map(curveOf)) {
    if (curve.length === 0) continue
    const within = Math.min(Math.max(position, curve.x(0)), curve.x(curve.length - 1))
    const at = curve.x(curve.nearest(within) ?? 0)
    if (nearest === null || Math.abs(at - position) < Math.abs(nearest - position)) nearest = at
  }
  return nearest
}

/** The crosshair one point on, but at least one pixel; from the left edge where there was none. */
function steppedPointer(series: readonly LineSeries[], frame: PlotFrame, from: number | null, step: 1 | -1): number {
  const right = frame.left + frame.width
  if (from === null) return step > 0 ? frame.left : right
  const pixel = frame.toX(from) + step
  const next = series.map(curveOf).flatMap((curve) => {
    const at = step > 0 ? curve.indexOf(from + Number.EPSILON * Math.abs(from) * 2) : curve.indexOf(from) - 1
    return at >= 0 && at < curve.length ? [frame.toX(curve.x(at))] : []
  })
  const moved = step > 0 ? Math.max(pixel, Math.min(...next)) : Math.min(pixel, Math.max(...next))
  return Number.isFinite(moved) ? Math.min(right, Math.max(frame.left, moved)) : frame.toX(from)
}
