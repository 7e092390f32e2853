import type { RunSeries } from '../../../shared/runs.ts'
import { epochAxis, linearAxis } from '../../scales.ts'
import { plural } from '../../words/format.ts'
import { html, type Html } from '../html.ts'
import { frameOf, picture, size, type Frame } from './frame.ts'

/** The loss of training and validation over the epochs, with the best one marked; null before the first epoch. */
export function lossCurve({ epochs, train, validation }: RunSeries, bestEpoch: number | null): Html | null {
  const values = [...train, ...validation].filter((value) => value !== null)
  if (epochs.length === 0 || values.length === 0) return null
  const x = epochAxis(epochs[0] ?? 1, epochs.at(-1) ?? 1)
  const frame = frameOf(x, linearAxis(values), { x: 'epoch', y: 'loss' })
  const best =
    bestEpoch === null
      ? []
      : [
          html`<line
            class="mark"
            x1="${frame.toX(bestEpoch)}"
            x2="${frame.toX(bestEpoch)}"
            y1="${size.top}"
            y2="${size.height - size.bottom}"
          />`,
        ]
  const hasValidation = validation.some((value) => value !== null)
  return picture(
    `The loss over ${plural(epochs.length, 'epoch')}`,
    [frame.axes, ...best, line(frame, epochs, train, 'first'), line(frame, epochs, validation, 'second')],
    html`<span class="key"
      ><span><i class="one"></i>training</span
      >${hasValidation ? html`<span><i class="two"></i>validation</span>` : null}${bestEpoch === null ? null : html`<span>dashed: the best epoch, ${bestEpoch}</span>`}</span
    >`,
  )
}

/** A curve with gaps where there is no value. */
function line(frame: Frame, xs: readonly number[], ys: readonly (number | null)[], kind: 'first' | 'second'): Html {
  let path = ''
  let isDown = false
  for (const [at, x] of xs.entries()) {
    const y = ys[at] ?? null
    if (y === null || !Number.isFinite(y)) isDown = false
    else {
      path += `${isDown ? 'L' : 'M'}${frame.toX(x)} ${frame.toY(y)}`
      isDown = true
    }
  }
  return html`<path class="curve ${kind}" d="${path}" />`
}
