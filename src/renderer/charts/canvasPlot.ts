import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import type { LineColumns } from './drawing.ts'
import { tickFormat } from '../../core/words/values.ts'
import { plotMargin } from './plotFrame.ts'
import type { Axis } from '../../core/scales.ts'

export interface CanvasLine {
  /** Any colour of CSS, custom properties included. */
  colour: string
  dash: string | undefined
  faint: boolean
}

export interface CanvasContent {
  width: number
  height: number
  columns: LineColumns
  x: Axis
  y: Axis
}

export interface CanvasPlot {
  draw: (content: CanvasContent) => void
  destroy: () => void
}

/** A colour that a canvas understands. */
function resolved(colour: string, within: Element): string {
  const variable = /^var\((--[\w-]+)\)$/.exec(colour)?.[1]
  return variable === undefined ? colour : getComputedStyle(within).getPropertyValue(variable).trim()
}

/** Between a label and the plot. */
const labelGap = 8

/**
 * Grid, axes and lines on a canvas in `holder`, in the colours that the page has now.
 *
 * @param told of what the pointer does over the plot: the distance from the picture's left edge, null outside of it,
 *   and the two distances between which it was dragged
 */
export function createCanvasPlot(
  holder: HTMLElement,
  options: { lines: readonly CanvasLine[]; log: boolean; content: CanvasContent },
  told: { onPointer: (left: number | null) => void; onDrag: (from: number, to: number) => void },
): CanvasPlot {
  let { content } = options
  const colour = (name: string) => resolved(name, holder)
  const font = `11.5px ${getComputedStyle(holder).fontFamily}`
  const axis = (of: 'x' | 'y'): uPlot.Axis => ({
    stroke: colour('var(--chart-axis)'),
    font,
    gap: labelGap,
    size: of === 'x' ? plotMargin.bottom : plotMargin.left,
    ticks: { show: false },
    grid: of === 'x' ? { show: false } : { stroke: colour('var(--chart-grid)'), width: 1 },
    splits: () => content[of].ticks,
    filter: (_, splits) => splits,
    values: (_, splits) => splits.map(tickFormat(content[of].ticks)),
  })
  const plot = new uPlot(
    {
      width: content.width,
      height: content.height,
      padding: [plotMargin.top, plotMargin.right, 0, 0],
      legend: { show: false },
      scales: {
        x: { time: false, range: () => content.x.domain },
        y: { distr: options.log ? 3 : 1, range: () => content.y.domain },
      },
      axes: [axis('x'), axis('y')],
      series: [
        {},
        ...options.lines.map((line): uPlot.Series => ({
          stroke: colour(line.colour),
          alpha: line.faint ? 0.28 : 1,
          width: line.faint ? 1 : 2,
          spanGaps: true,
          points: { show: false },
          ...(line.faint || line.dash === undefined ? {} : { dash: line.dash.split(' ').map(Number), cap: 'butt' }),
        })),
      ],
      cursor: {
        x: false,
        y: false,
        points: { show: false },
        drag: { x: true, y: false, setScale: false, dist: 5 },
      },
      hooks: {
        setCursor: [({ cursor: { left = -1 } }) => told.onPointer(left < 0 ? null : left + plotMargin.left)],
        setSelect: [
          (made) => {
            const { left, width } = made.select
            if (width === 0) return
            made.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
            told.onDrag(left + plotMargin.left, left + width + plotMargin.left)
          },
        ],
      },
    },
    dataOf(content.columns),
    holder,
  )
  return {
    draw(next) {
      const isResized = next.width !== content.width || next.height !== content.height
      content = next
      plot.batch(() => {
        if (isResized) plot.setSize({ width: next.width, height: next.height })
        plot.setData(dataOf(next.columns), false)
        plot.setScale('x', { min: next.x.domain[0], max: next.x.domain[1] })
        plot.setScale('y', { min: next.y.domain[0], max: next.y.domain[1] })
      })
    },
    destroy: () => plot.destroy(),
  }
}

const dataOf = ({ x, y }: LineColumns): uPlot.AlignedData => [x, ...y]
