import { useMemo, useState } from 'react'
import { ChartFigure } from './ChartFigure.tsx'
import type { ChartTable } from './csv.ts'
import { ParallelAxisLine, type ParallelAxis } from './ParallelAxis.tsx'
import { parallelLayout } from './parallelLayout.ts'
import { parallelPath, within, type AxisRange } from './parallelLines.ts'
import { useStepping } from './useStepping.ts'

export interface ParallelLine {
  id: string
  label: string
  /** One place an axis; null where there is no value. */
  at: readonly (number | null)[]
  /** From 0 to 1: the colour. */
  tone: number
}

/** Each line crosses every axis at its value. A range dragged on an axis leaves only the lines that pass through it. */
export function ParallelCoordinates(props: {
  title: string
  summary: string
  fileName: string
  axes: readonly ParallelAxis[]
  lines: readonly ParallelLine[]
  /** What the colour stands for: the axis that tones are places on. */
  toneAxis: ParallelAxis | undefined
  table: () => ChartTable
  /** Says a line's values, on hover. */
  describe: (id: string) => string
  onPick: (id: string) => void
}) {
  const { axes, lines } = props
  const [ranges, setRanges] = useState<Readonly<Record<string, AxisRange>>>({})
  const kept = useMemo(
    () => new Set(lines.filter(({ at }) => within(at, axes, ranges)).map(({ id }) => id)),
    [lines, axes, ranges],
  )
  const passing = lines.filter(({ id }) => kept.has(id)).map(({ id }) => id)
  const { current: pointed, setCurrent: setPointed, onKeyDown } = useStepping(passing, props.onPick)
  const setRange = (axis: string, range: AxisRange | null) =>
    setRanges((old) => {
      const { [axis]: _before, ...others } = old
      return range === null ? others : { ...others, [axis]: range }
    })
  return (
    <ChartFigure
      title={props.title}
      summary={`${props.summary} The arrow keys go through the lines, Enter opens one.`}
      fileName={props.fileName}
      table={props.table}
      legend={props.toneAxis !== undefined && <ToneLegend axis={props.toneAxis} />}
      controls={
        Object.keys(ranges).length > 0 && (
          <button type="button" className="chart-legend-item" onClick={() => setRanges({})}>
            Show all {lines.length}; {kept.size} pass
          </button>
        )
      }
    >
      {({ width, height }) => {
        const { x, top, span, letters, headingLetters } = parallelLayout(axes, width, height)
        const y = (at: number) => top + (1 - at) * span
        const path = (line: ParallelLine) => parallelPath(line.at, (axis) => x[axis] ?? 0, y)
        const front = lines.find(({ id }) => id === pointed)
        return (
          <div className="chart-stepping" tabIndex={0} role="group" aria-label={props.title} onKeyDown={onKeyDown}>
            <svg width={width} height={height} role="img" aria-label={props.title}>
              <g fill="none">
                {lines.map((line) => (
                  <path
                    key={line.id}
                    d={path(line)}
                    stroke={toneColour(line.tone)}
                    strokeWidth={1.5}
                    strokeOpacity={kept.has(line.id) ? (pointed === null ? 0.75 : 0.3) : 0.06}
                    pointerEvents={kept.has(line.id) ? 'stroke' : 'none'}
                    onPointerEnter={() => setPointed(line.id)}
                    onPointerLeave={() => setPointed(null)}
                    onClick={() => props.onPick(line.id)}
                  >
                    <title>{props.describe(line.id)}</title>
                  </path>
                ))}
                {front !== undefined && (
                  <path d={path(front)} stroke={toneColour(front.tone)} strokeWidth={3} pointerEvents="none" />
                )}
              </g>
              {axes.map((axis, index) => (
                <ParallelAxisLine
                  key={axis.id}
                  axis={axis}
                  x={x[index] ?? 0}
                  y={y}
                  top={top}
                  span={span}
                  letters={letters[index] ?? 0}
                  heading={{ y: index % 2 === 0 ? 16 : 32, letters: headingLetters }}
                  range={ranges[axis.id] ?? null}
                  onRange={(range) => setRange(axis.id, range)}
                />
              ))}
            </svg>
            <p className="chart-said chart-tooltip" aria-live="polite">
              {front === undefined ? '' : props.describe(front.id)}
            </p>
          </div>
        )
      }}
    </ChartFigure>
  )
}

/** From the palette's second colour, low, to its first, high; both are told apart under colour blindness. */
function toneColour(tone: number): string {
  return `color-mix(in oklab, var(--chart-1) ${Math.round(tone * 100)}%, var(--chart-2))`
}

/** What the colours stand for, from the lowest to the highest. */
function ToneLegend({ axis }: { axis: ParallelAxis }) {
  const text = (at: number) => axis.ticks.find((tick) => tick.at === at)?.text ?? ''
  return (
    <span className="chart-tones">
      {axis.label} {text(0)}
      <svg width={60} height={8} aria-hidden>
        {Array.from({ length: 12 }, (_, i) => (
          <rect key={i} x={i * 5} width={5.5} height={8} fill={toneColour(i / 11)} />
        ))}
      </svg>
      {text(1)}
    </span>
  )
}
