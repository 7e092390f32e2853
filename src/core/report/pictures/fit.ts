import type { Evaluation } from '../../../shared/evaluation.ts'
import { linearAxis } from '../../scales.ts'
import { formatCount, formatShare, plural } from '../../words/format.ts'
import { html, table, type Html } from '../html.ts'
import { frameOf, picture, size } from './frame.ts'

/** Classes that a confusion matrix is written out for. */
const MOST_CLASSES = 12

type Regression = Extract<Evaluation, { task: 'regression' }>
type Classification = Extract<Evaluation, { task: 'classification' }>

/** Predicted against actual. */
export function scatter({ points, rows }: Regression, target: string): Html | null {
  if (points.length === 0) return null
  const axis = linearAxis(points.flatMap(({ actual, predicted }) => [actual, predicted]))
  const frame = frameOf(axis, axis, { x: `actual ${target}`, y: 'predicted' })
  const [low, high] = axis.domain
  return picture(
    `Predicted against actual ${target}`,
    [
      frame.axes,
      html`<line
        class="mark"
        x1="${frame.toX(low)}"
        y1="${frame.toY(low)}"
        x2="${frame.toX(high)}"
        y2="${frame.toY(high)}"
      />`,
      ...points.map(
        ({ actual, predicted }) =>
          html`<circle class="dot" cx="${frame.toX(actual)}" cy="${frame.toY(predicted)}" r="3" />`,
      ),
    ],
    html`Predicted against actual ${target}, ${formatCount(points.length)} of ${plural(rows, 'row')}; on the dashed line
    a prediction is right.`,
  )
}

/** How the errors spread. */
export function errors({ residuals }: Regression, target: string): Html {
  const { edges, counts } = residuals
  const x = linearAxis(edges)
  const y = linearAxis([0, ...counts])
  const frame = frameOf(x, y, { x: `actual − predicted ${target}`, y: 'rows' })
  const floor = size.height - size.bottom
  const far = (residuals.below?.count ?? 0) + (residuals.above?.count ?? 0)
  return picture(
    `Errors of ${target}`,
    [
      frame.axes,
      ...counts.map((count, at) => {
        const [from, to] = [frame.toX(edges[at] ?? 0), frame.toX(edges[at + 1] ?? 0)]
        const top = frame.toY(count)
        return html`<rect
          class="bar"
          x="${from + 0.5}"
          width="${Math.max(0.5, to - from - 1)}"
          y="${top}"
          height="${Math.max(0, floor - top)}"
        />`
      }),
    ],
    html`How the errors spread; around zero a prediction is
    right.${far > 0 ? html` ${plural(far, 'row')} lie farther out.` : null}`,
  )
}

/** Rows by actual and predicted class; of very many classes those that are mixed up most. */
export function confusion({ classes, confusion: counts, perClass }: Classification): Html {
  if (classes.length <= MOST_CLASSES) {
    return html`<h3>What was taken for what</h3>
      ${table(
        ['actual ↓ predicted →', ...classes],
        classes.map((label, at) => [label, ...(counts[at] ?? []).map(formatCount)]),
      )}`
  }
  const mixed = counts
    .flatMap((row, actual) => row.map((rows, predicted) => ({ actual, predicted, rows })))
    .filter(({ actual, predicted, rows }) => actual !== predicted && rows > 0)
    .toSorted((a, b) => b.rows - a.rows)
    .slice(0, MOST_CLASSES)
  return html`<h3>What was most often taken for what</h3>
    ${table(
      ['actual', 'predicted', 'rows', 'of the actual class'],
      mixed.map(({ actual, predicted, rows }) => [
        classes[actual] ?? '',
        classes[predicted] ?? '',
        formatCount(rows),
        formatShare(rows / Math.max(1, perClass[actual]?.support ?? 1)),
      ]),
    )}`
}
