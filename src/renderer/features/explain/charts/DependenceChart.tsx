import type { DependenceReport } from '../../../../shared/explain.ts'
import { ChartFigure } from '../../../charts/ChartFigure.tsx'
import { formatValue, tickFormat } from '../../../../core/words/values.ts'
import { linearAxis, spacedAxis } from '../../../../core/scales.ts'
import { formatDateValue } from '../../../../core/words/format.ts'
import { dateTicks, wholeDay } from './dateTicks.ts'
import { dependenceLines, dependenceSummary, placeNames, placeNumbers, type Line } from './dependenceLines.ts'
import { fitted } from './plot.ts'

const margin = { left: 64, right: 46, top: 10 }
/** Of the strip that shows where the training rows are, and of the labels below it. */
const stripHeight = 54
const labelHeight = 36

/** How the prediction changes with one column: the mean, single rows, and beneath where the training rows are. */
export function DependenceChart(props: {
  report: DependenceReport
  output: number
  /** What is predicted: "probability of yes". */
  what: string
  showRows: boolean
  centred: boolean
  fileName: string
}) {
  const { report, output, what, showRows, centred } = props
  const { grid, column } = report
  const lines = dependenceLines(report, output, centred)
  const places = placeNumbers(grid)
  const names = placeNames(grid)
  const label = centred ? `change of the ${what}` : what
  const seen = [...lines.mean, ...(showRows ? lines.rows.flatMap(({ values }) => values) : [])]
  const y = linearAxis(seen.filter((value) => value !== null))
  return (
    <ChartFigure
      title={`${column} and the ${what}`}
      summary={dependenceSummary(report, lines.mean, label)}
      fileName={props.fileName}
      table={() => ({
        header: [column, `mean ${label}`, ...(showRows ? lines.rows.map(({ row }) => `row ${row + 1}`) : [])],
        rows: names.map((name, at) => [
          name,
          lines.mean[at] ?? null,
          ...(showRows ? lines.rows.map(({ values }) => values[at] ?? null) : []),
        ]),
      })}
      formatCell={(value) => (typeof value === 'number' ? formatValue(value) : (value ?? ''))}
      legend={
        <>
          <LegendLine colour="var(--chart-1)" width={3} text="mean" />
          {showRows && <LegendLine colour="var(--chart-6)" width={1} text="single rows" />}
          <span className="chart-legend-item">below: training rows</span>
        </>
      }
    >
      {({ width, height }) => {
        const [low, high] = domainOf(grid.kind, places)
        const right = width - margin.right
        const bottom = height - stripHeight - labelHeight
        const toX = (value: number) => margin.left + ((value - low) / (high - low || 1)) * (right - margin.left)
        const toY = (value: number) =>
          margin.top + (1 - (value - y.domain[0]) / (y.domain[1] - y.domain[0])) * (bottom - margin.top)
        const points = (line: Line) =>
          line.map((value, at) => (value === null ? null : [toX(places[at] ?? 0), toY(value)]))
        const path = (line: Line) => pathOf(points(line))
        const yText = tickFormat(y.ticks)
        const base = height - labelHeight
        return (
          <svg width={width} height={height} role="img" aria-label={dependenceSummary(report, lines.mean, label)}>
            {y.ticks.map((tick) => (
              <g key={tick}>
                <line x1={margin.left} x2={right} y1={toY(tick)} y2={toY(tick)} stroke="var(--chart-grid)" />
                <text x={margin.left - 8} y={toY(tick) + 4} textAnchor="end" className="chart-parallel-tick">
                  {yText(tick)}
                </text>
              </g>
            ))}
            <Strip report={report} toX={toX} top={bottom + 12} base={base} />
            {showRows && (
              <path
                d={lines.rows.map(({ values }) => path(values)).join('')}
                stroke="var(--chart-6)"
                strokeOpacity={0.35}
                fill="none"
              />
            )}
            <path d={path(lines.mean)} stroke="var(--chart-1)" strokeWidth={2.5} fill="none" />
            {points(lines.mean).map((point, at) =>
              point === null ? null : (
                <circle
                  key={names[at]}
                  cx={point[0]}
                  cy={point[1]}
                  r={grid.kind === 'category' ? 5 : 2.6}
                  fill="var(--chart-1)"
                >
                  <title>{`${column} ${names[at] ?? ''}: ${formatValue(lines.mean[at])}`}</title>
                </circle>
              ),
            )}
            <PlaceLabels grid={grid} names={names} toX={toX} y={base + 15} width={right - margin.left} />
            <text x={(margin.left + right) / 2} y={height - 3} textAnchor="middle" className="chart-parallel-tick">
              {column}
            </text>
            <text
              transform={`translate(12 ${(margin.top + bottom) / 2}) rotate(-90)`}
              textAnchor="middle"
              className="chart-parallel-tick"
            >
              {fitted(label, bottom - margin.top, 6)}
            </text>
          </svg>
        )
      }}
    </ChartFigure>
  )
}

function LegendLine({ colour, width, text }: { colour: string; width: number; text: string }) {
  return (
    <span className="chart-legend-item">
      <svg width={22} height={8} aria-hidden>
        <line x1={0} x2={22} y1={4} y2={4} stroke={colour} strokeWidth={width} />
      </svg>
      <span>{text}</span>
    </span>
  )
}

function domainOf(kind: DependenceReport['grid']['kind'], places: readonly number[]): [number, number] {
  if (kind === 'category') return [-0.5, places.length - 0.5]
  const first = places[0] ?? 0
  const last = places.at(-1) ?? 1
  return first === last ? [first - 1, last + 1] : [first, last]
}

/** Where there are no rows, the lines above are guesses. */
function Strip(props: { report: DependenceReport; toX: (value: number) => number; top: number; base: number }) {
  const { report, toX, top, base } = props
  const { distribution, grid } = report
  if (distribution === null) return null
  const most = Math.max(1, ...distribution.counts)
  const barHeight = (count: number) => (count === 0 ? 0 : Math.max(1, (count / most) * (base - top)))
  const edges = 'edges' in distribution ? distribution.edges : null
  const text = (value: number) => (grid.kind === 'date' ? formatDateValue(wholeDay(value)) : formatValue(value))
  return (
    <g fill="var(--d-bar)" fillOpacity={0.6}>
      {distribution.counts.map((count, at) => {
        const [from, to] = edges === null ? [at - 0.35, at + 0.35] : [edges[at] ?? 0, edges[at + 1] ?? 0]
        const level = grid.kind === 'category' ? grid.levels[at] : undefined
        return (
          <rect
            key={at}
            x={toX(from)}
            width={Math.max(1, toX(to) - toX(from) - (edges === null ? 0 : 1))}
            y={base - barHeight(count)}
            height={barHeight(count)}
          >
            <title>{`${level ?? `${text(from)} to ${text(to)}`}: ${count} training rows`}</title>
          </rect>
        )
      })}
      <line
        x1={toX(edges?.[0] ?? -0.5)}
        x2={toX(edges?.at(-1) ?? distribution.counts.length - 0.5)}
        y1={base}
        y2={base}
        stroke="var(--chart-axis)"
      />
    </g>
  )
}

function PlaceLabels(props: {
  grid: DependenceReport['grid']
  names: readonly string[]
  toX: (value: number) => number
  y: number
  width: number
}) {
  const { grid, names, toX, y, width } = props
  const each = width / Math.max(1, names.length)
  const ticks =
    grid.kind === 'category'
      ? names.map((name, at) => ({ at, text: fitted(name, each - 4) }))
      : numberTicks(grid, width)
  return ticks.map(({ at, text }) => (
    <text key={at} x={toX(at)} y={y} textAnchor="middle" className="chart-parallel-tick">
      {text}
    </text>
  ))
}

function numberTicks(
  { kind, values }: Extract<DependenceReport['grid'], { values: number[] }>,
  width: number,
): { at: number; text: string }[] {
  const first = values[0] ?? 0
  const last = values.at(-1) ?? 1
  if (kind === 'date') return dateTicks(first, last, width)
  const axis = linearAxis([first, last], 6)
  const { ticks } = spacedAxis({ ...axis, domain: [first, last === first ? first + 1 : last] }, width, 80)
  const text = tickFormat(ticks)
  return ticks.filter((tick) => tick >= first && tick <= last).map((at) => ({ at, text: text(at) }))
}

function pathOf(points: readonly (readonly (number | undefined)[] | null)[]): string {
  let path = ''
  let isOpen = false
  for (const point of points) {
    if (point !== null) path += `${isOpen ? 'L' : 'M'}${point[0]?.toFixed(1)} ${point[1]?.toFixed(1)}`
    isOpen = point !== null
  }
  return path
}
