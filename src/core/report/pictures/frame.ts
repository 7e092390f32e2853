import { tickFormat } from '../../words/values.ts'
import type { Axis } from '../../scales.ts'
import { html, type Html } from '../html.ts'

/** The room that a picture takes, in its own units; the page scales it. */
export const size = { width: 820, height: 320, left: 66, right: 34, top: 10, bottom: 44 }

export interface Frame {
  toX(value: number): number
  toY(value: number): number
  /** Lines and numbers of both axes, with their names. */
  axes: Html
}

/** Where values stand in a picture of these axes. */
export function frameOf(x: Axis, y: Axis, names: { x: string; y: string }): Frame {
  const { width, height, left, right, top, bottom } = size
  const along =
    ([low, high]: readonly [number, number], from: number, to: number) =>
    (value: number) =>
      Number((from + ((value - low) / (high - low)) * (to - from)).toFixed(1))
  const toX = along(x.domain, left, width - right)
  const toY = along(y.domain, height - bottom, top)
  const [xText, yText] = [tickFormat(x.ticks), tickFormat(y.ticks)]
  const axes = html`${y.ticks.map(
      (tick) =>
        html`<line class="axis" x1="${left}" x2="${width - right}" y1="${toY(tick)}" y2="${toY(tick)}" /><text
            x="${left - 8}"
            y="${toY(tick) + 4}"
            text-anchor="end"
            >${yText(tick)}</text
          >`,
    )}${x.ticks.map(
      (tick) => html`<text x="${toX(tick)}" y="${height - bottom + 18}" text-anchor="middle">${xText(tick)}</text>`,
    )}<text x="${(left + width - right) / 2}" y="${height - 6}" text-anchor="middle">${names.x}</text
    ><text transform="translate(12 ${(top + height - bottom) / 2}) rotate(-90)" text-anchor="middle">${names.y}</text>`
  return { toX, toY, axes }
}

/** A picture with what it says for those who do not see it. */
export function picture(label: string, content: readonly Html[], caption: Html): Html {
  return html`<figure>
    <svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${label}">${content}</svg>
    <figcaption class="small">${caption}</figcaption>
  </figure>`
}
