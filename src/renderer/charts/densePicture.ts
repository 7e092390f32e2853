import { columnsOf } from './drawing.ts'
import { element } from './exportChart.ts'
import { tickFormat } from '../../core/words/values.ts'
import type { LinesProps } from './linesProps.ts'
import { lineStyle } from './palette.ts'
import { plotFrame } from './plotFrame.ts'

/**
 * A dense chart as elements, drawn from its data: for files, where a canvas would be pixels.
 *
 * @param marks the layer of marks that lies over the canvas
 */
export function densePicture(
  { lines, x, y, log, width, height }: Pick<LinesProps, 'lines' | 'x' | 'y' | 'log' | 'width' | 'height'>,
  marks: SVGSVGElement,
): SVGSVGElement {
  const picture = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  picture.setAttribute('width', String(width))
  picture.setAttribute('height', String(height))
  const frame = plotFrame({ width, height }, x, y, log)
  const [right, bottom] = [frame.left + frame.width, frame.top + frame.height]
  const label = (text: string, at: Record<string, string | number>) => {
    const made = element('text', { fill: 'var(--chart-axis)', 'font-size': 11.5, ...at })
    made.textContent = text
    picture.append(made)
  }
  const [ofX, ofY] = [tickFormat(x.ticks), tickFormat(y.ticks)]
  for (const tick of y.ticks) {
    const at = frame.toY(tick)
    picture.append(element('line', { x1: frame.left, x2: right, y1: at, y2: at, stroke: 'var(--chart-grid)' }))
    label(ofY(tick), { x: frame.left - 8, y: at + 4, 'text-anchor': 'end' })
  }
  for (const tick of x.ticks) label(ofX(tick), { x: frame.toX(tick), y: bottom + 17, 'text-anchor': 'middle' })

  const clip = element('clipPath', { id: 'plot' })
  clip.append(element('rect', { x: frame.left, y: frame.top, width: frame.width, height: frame.height }))
  const drawn = element('g', { 'clip-path': 'url(#plot)', fill: 'none' })
  const columns = columnsOf(lines, x.domain, frame.width)
  lines.forEach(({ line, faint }, i) => {
    const places = columns.x.flatMap((position, at) => {
      const value = columns.y[i]?.[at]
      return value == null ? [] : [`${frame.toX(position).toFixed(1)} ${frame.toY(value).toFixed(1)}`]
    })
    if (places.length === 0) return
    const { colour, dash } = lineStyle(line.style)
    const path = { d: `M${places.join('L')}`, stroke: colour, 'stroke-width': faint ? 1 : 2 }
    drawn.append(
      element('path', {
        ...path,
        ...(faint ? { 'stroke-opacity': 0.28 } : dash === undefined ? {} : { 'stroke-dasharray': dash }),
      }),
    )
  })
  picture.append(clip, drawn, ...marks.cloneNode(true).childNodes)
  return picture
}
