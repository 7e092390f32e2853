import { formatCount } from '../../core/words/format.ts'
import { ChartFigure } from './ChartFigure.tsx'
import { formatNumber } from '../../core/words/format.ts'
import { historyStrips, type HistogramAt, type Strip } from './historyStrips.ts'

const MARGIN = { top: 6, right: 10, bottom: 22, left: 52 }

/** Steps from the lightest to the darkest. */
const SHADES = 12

/** How the values of a layer are spread, epoch after epoch: each column is a histogram, the darker the more values. */
export function HistogramHistory(props: {
  title: string
  summary: string
  fileName: string
  history: readonly HistogramAt[]
  /** An epoch to be marked. */
  shown?: number | null
}) {
  const { strips, low, high } = historyStrips(props.history)
  return (
    <ChartFigure
      title={props.title}
      summary={props.summary}
      fileName={props.fileName}
      table={() => ({
        header: ['epoch', 'from', 'to', 'counts'],
        rows: props.history.map(({ epoch, from, to, counts }) => [epoch, from, to, counts.join(' ')]),
      })}
    >
      {({ width, height }) => {
        const [wide, tall] = [width - MARGIN.left - MARGIN.right, height - MARGIN.top - MARGIN.bottom]
        const y = (value: number) => MARGIN.top + (1 - (value - low) / (high - low)) * tall
        const each = wide / Math.max(1, strips.length)
        const zero = low < 0 && high > 0 ? y(0) : null
        const [first, last] = [strips[0], strips.at(-1)]
        const marked = strips.findIndex(({ epoch }) => epoch === props.shown)
        return (
          <svg width={width} height={height} role="img" aria-label={props.title}>
            {shades(strips, (column) => MARGIN.left + column * each, each + 0.4, y).map((path, shade) => (
              <path
                key={shade}
                d={path}
                fill="var(--chart-1)"
                fillOpacity={0.08 + (0.85 * (shade + 1)) / SHADES}
                shapeRendering="crispEdges"
              />
            ))}
            {strips.map(({ epoch, bins }, column) => (
              <rect
                key={epoch}
                x={MARGIN.left + column * each}
                y={MARGIN.top}
                width={each}
                height={tall}
                fill="transparent"
              >
                <title>{`epoch ${formatCount(epoch)}: ${formatNumber(bins[0]?.from ?? 0, 3)} to ${formatNumber(bins.at(-1)?.to ?? 0, 3)}`}</title>
              </rect>
            ))}
            {marked >= 0 && (
              <rect
                x={MARGIN.left + marked * each}
                y={MARGIN.top}
                width={Math.max(1, each)}
                height={tall}
                fill="none"
                stroke="var(--d-text)"
              />
            )}
            {zero !== null && (
              <line
                x1={MARGIN.left}
                x2={width - MARGIN.right}
                y1={zero}
                y2={zero}
                stroke="var(--chart-axis)"
                strokeDasharray="2 3"
              />
            )}
            {[high, low].map((value) => (
              <text
                key={value}
                x={MARGIN.left - 6}
                y={y(value) + (value === high ? 10 : 0)}
                textAnchor="end"
                className="chart-parallel-tick"
              >
                {formatNumber(value, 2)}
              </text>
            ))}
            <text x={MARGIN.left} y={height - 5} className="chart-parallel-tick">
              epoch {formatCount(first?.epoch ?? 0)}
            </text>
            <text x={width - MARGIN.right} y={height - 5} textAnchor="end" className="chart-parallel-tick">
              {formatCount(last?.epoch ?? 0)}
            </text>
          </svg>
        )
      }}
    </ChartFigure>
  )
}

/** All bins of a shade in one path, from the lightest: one element for each of the many thousand bins would be slow. */
function shades(
  strips: readonly Strip[],
  left: (column: number) => number,
  width: number,
  y: (value: number) => number,
): string[] {
  const paths = Array.from({ length: SHADES }, () => '')
  for (const [column, { bins }] of strips.entries()) {
    for (const { from, to, share } of bins) {
      const shade = Math.min(SHADES - 1, Math.floor(share * SHADES))
      const height = Math.max(0.5, y(from) - y(to))
      paths[shade] +=
        `M${left(column).toFixed(1)} ${y(to).toFixed(1)}h${width.toFixed(1)}v${height.toFixed(1)}h${(-width).toFixed(1)}z`
    }
  }
  return paths
}
