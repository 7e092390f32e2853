import { useMantineColorScheme } from '@mantine/core'
import { useMemo, type ReactNode } from 'react'
import type { DecisionSurface } from '../../shared/monitoring.ts'
import { ChartFigure } from './ChartFigure.tsx'
import { formatValue, tickFormat } from '../../core/words/values.ts'
import { paletteSize } from './palette.ts'
import { linearAxis } from '../../core/scales.ts'
import { parseHex, rangeOf, shareOf, surfacePixels } from './surfacePixels.ts'

const MARGIN = { top: 8, right: 16, bottom: 34, left: 64 }

/** What a network predicts over two columns, as areas of colour, with training rows upon them. */
export function SurfaceChart(props: {
  title: string
  heading?: ReactNode
  summary: string
  fileName: string
  surface: DecisionSurface
}) {
  const { surface } = props
  const { x, y, classes, points } = surface
  const { colorScheme } = useMantineColorScheme()
  // The scheme decides what the colours of the style sheet are.
  const picture = useMemo(() => drawn(surface, colorScheme), [surface, colorScheme])
  const range = coloursRange(surface)
  const colourOf = (value: number) =>
    classes === null
      ? `color-mix(in oklab, var(--chart-1) ${Math.round(100 * shareOf(value, range))}%, var(--chart-2))`
      : classColour(value)
  return (
    <ChartFigure
      title={props.title}
      heading={props.heading}
      summary={props.summary}
      fileName={props.fileName}
      table={() => tableOf(surface)}
      legend={
        classes === null ? (
          <Scale range={range} colourOf={colourOf} />
        ) : (
          classes.slice(0, paletteSize).map((label, index) => (
            <span key={label} className="chart-legend-item">
              <svg width={12} height={12} aria-hidden>
                <Mark x={6} y={6} shape={index} colour={classColour(index)} />
              </svg>
              <span>{label}</span>
            </span>
          ))
        )
      }
      legendEntries={(classes ?? ends(range)).map((label, index) => ({
        label,
        colour: classes === null ? colourOf(index === 0 ? range.low : range.high) : classColour(index),
        dash: undefined,
      }))}
    >
      {({ width, height }) => {
        const [wide, tall] = [width - MARGIN.left - MARGIN.right, height - MARGIN.top - MARGIN.bottom]
        const right = (value: number) => MARGIN.left + ((value - x.min) / (x.max - x.min)) * wide
        const up = (value: number) => MARGIN.top + (1 - (value - y.min) / (y.max - y.min)) * tall
        return (
          <svg width={width} height={height} role="img" aria-label={props.title}>
            <image
              href={picture}
              x={MARGIN.left}
              y={MARGIN.top}
              width={wide}
              height={tall}
              preserveAspectRatio="none"
              style={{ imageRendering: 'auto' }}
            />
            <Ticks ends={x} place={(value) => ({ x: right(value), y: height - 18, anchor: 'middle' })} />
            <Ticks ends={y} place={(value) => ({ x: MARGIN.left - 6, y: up(value) + 4, anchor: 'end' })} />
            <text x={MARGIN.left + wide / 2} y={height - 3} textAnchor="middle" className="chart-parallel-tick">
              {x.name}
            </text>
            <text
              transform={`translate(12 ${MARGIN.top + tall / 2}) rotate(-90)`}
              textAnchor="middle"
              className="chart-parallel-tick"
            >
              {y.name}
            </text>
            {points.map((point, index) => (
              <Mark
                key={index}
                x={right(point.x)}
                y={up(point.y)}
                shape={classes === null ? 0 : point.value}
                colour={colourOf(point.value)}
              />
            ))}
          </svg>
        )
      }}
    </ChartFigure>
  )
}

function Ticks(props: {
  ends: { min: number; max: number }
  place: (value: number) => { x: number; y: number; anchor: 'middle' | 'end' }
}) {
  const { min, max } = props.ends
  const ticks = linearAxis([min, max]).ticks.filter((tick) => tick >= min && tick <= max)
  const text = tickFormat(ticks)
  return ticks.map((tick) => {
    const { x, y, anchor } = props.place(tick)
    return (
      <text key={tick} x={x} y={y} textAnchor={anchor} className="chart-parallel-tick">
        {text(tick)}
      </text>
    )
  })
}

/** Classes are told apart by shape, too. */
function Mark({ x, y, shape, colour }: { x: number; y: number; shape: number; colour: string }) {
  const style = { fill: colour, stroke: 'var(--chart-surface)', strokeWidth: 1 }
  const shapes = [
    <circle key="c" cx={x} cy={y} r={3.6} {...style} />,
    <rect key="r" x={x - 3.2} y={y - 3.2} width={6.4} height={6.4} {...style} />,
    <path key="t" d={`M${x} ${y - 4.4}L${x + 4.2} ${y + 3.2}H${x - 4.2}Z`} {...style} />,
    <path key="d" d={`M${x} ${y - 4.8}L${x + 4.2} ${y}L${x} ${y + 4.8}L${x - 4.2} ${y}Z`} {...style} />,
  ]
  return shapes[shape % shapes.length] ?? null
}

/** What is predicted where, and what the rows are: one scale of colours for both. */
function coloursRange({ values, points }: DecisionSurface): { low: number; high: number } {
  return rangeOf([...values, ...points.map(({ value }) => value)])
}

function ends({ low, high }: { low: number; high: number }): string[] {
  return [`low ${formatValue(low, 3)}`, `high ${formatValue(high, 3)}`]
}

/** The scale's colours from the lowest number to the highest. */
function Scale(props: { range: { low: number; high: number }; colourOf: (value: number) => string }) {
  const { range, colourOf } = props
  const [low, high] = ends(range)
  return (
    <span className="chart-scale-legend">
      <span>{low}</span>
      <span
        className="chart-scale"
        aria-hidden
        style={{ backgroundImage: `linear-gradient(90deg in oklab, ${colourOf(range.low)}, ${colourOf(range.high)})` }}
      />
      <span>{high}</span>
    </span>
  )
}

const classColour = (index: number) => `var(--chart-${(index % paletteSize) + 1})`

function drawn(surface: DecisionSurface, _scheme: string): string {
  const page = getComputedStyle(document.documentElement)
  const colour = (name: string) => parseHex(page.getPropertyValue(name))
  const canvas = document.createElement('canvas')
  canvas.width = surface.size
  canvas.height = surface.size
  const pixels = surfacePixels(surface, coloursRange(surface), {
    background: colour('--d-panel'),
    classes: surface.classes?.map((_, index) => colour(`--chart-${(index % paletteSize) + 1}`)) ?? null,
    low: colour('--chart-2'),
    high: colour('--chart-1'),
  })
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, surface.size), 0, 0)
  return canvas.toDataURL()
}

function tableOf({ x, y, size, classes, values, certainty }: DecisionSurface) {
  const at = ({ min, max }: typeof x, place: number) => min + ((max - min) * place) / (size - 1)
  return {
    header: [x.name, y.name, 'prediction', ...(classes === null ? [] : ['probability'])],
    rows: values.map((value, index) => [
      at(x, index % size),
      at(y, Math.floor(index / size)),
      classes === null ? value : (classes[value] ?? ''),
      ...(classes === null ? [] : [Number(formatValue(certainty[index]))]),
    ]),
  }
}
