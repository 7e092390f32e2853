import './charts.css'
import { formatCount } from '../../core/words/format.ts'
import { formatPercent } from '../../core/words/values.ts'

/** Counts of actual against predicted classes: a table, shaded by the share of its row. */
export function ConfusionMatrix(props: {
  classes: readonly string[]
  counts: readonly (readonly number[])[]
  /** Where given, a cell with rows is a button that shows them. */
  onCell?: (actual: number, predicted: number) => void
}) {
  const { onCell } = props
  return (
    <div className="confusion" tabIndex={0} role="region" aria-label="Confusion matrix">
      <table>
        <caption className="chart-hidden">
          Rows are actual classes, columns predicted classes; each cell has the count and its share of the row.
        </caption>
        <thead>
          <tr>
            <th scope="col">actual ╲ predicted</th>
            {props.classes.map((label) => (
              <th key={label} scope="col" title={label}>
                {label}
              </th>
            ))}
            <th scope="col">rows</th>
          </tr>
        </thead>
        <tbody>
          {props.classes.map((label, actual) => {
            const row = props.counts[actual] ?? []
            const total = row.reduce((sum, count) => sum + count, 0)
            return (
              <tr key={label}>
                <th scope="row" title={label}>
                  {label}
                </th>
                {props.classes.map((other, predicted) => {
                  const count = row[predicted] ?? 0
                  const share = total === 0 ? 0 : count / total
                  return (
                    <td
                      key={other}
                      data-right={actual === predicted}
                      style={{ background: shade(share, actual === predicted) }}
                      title={`${formatCount(count)} of ${formatCount(total)} rows of ${label} were predicted as ${other}`}
                    >
                      {onCell === undefined || count === 0 ? (
                        <CellText count={count} share={total === 0 ? null : share} />
                      ) : (
                        <button
                          type="button"
                          aria-label={`Show ${formatCount(count)} of ${label} predicted as ${other}`}
                          onClick={() => onCell(actual, predicted)}
                        >
                          <CellText count={count} share={share} />
                        </button>
                      )}
                    </td>
                  )
                })}
                <td>{formatCount(total)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

function CellText({ count, share }: { count: number; share: number | null }) {
  return (
    <>
      {formatCount(count)}
      <small>{share === null ? '–' : formatPercent(share, 0)}</small>
    </>
  )
}

/** Never denser than the text on it can bear: at most 42 % of the colour over the panel. */
function shade(share: number, right: boolean): string {
  const percent = Math.round(share * 42)
  return `color-mix(in srgb, var(${right ? '--chart-1' : '--chart-2'}) ${percent}%, var(--chart-surface))`
}
