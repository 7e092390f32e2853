import type { Coverage } from '../../../../../shared/scores.ts'
import { formatPercent, formatValue } from '../../../../charts/format.ts'
import { Card } from '../../../../components/Page.tsx'
import styles from '../scores.module.css'

/** Whether the truth lies where the model's intervals and quantiles say. */
export function CoverageCard({ coverage, target }: { coverage: readonly Coverage[]; target: string }) {
  return (
    <Card title="Are its intervals to be believed?">
      <p className="soft">
        The model gives a range beside each prediction. Of rows it has not learned from, as many should lie in it as it
        says: many fewer, and it is too sure of itself; many more, and its ranges are wider than they need be.
      </p>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Said</th>
            <th scope="col">Should hold</th>
            <th scope="col">Holds</th>
            <th scope="col" title={`Of the ranges, in the unit of ${target}.`}>
              Mean width
            </th>
            <th scope="col" title="How much a quantile is off, in the unit of the target: lower is better.">
              Pinball loss
            </th>
          </tr>
        </thead>
        <tbody>
          {coverage.map(({ kind, nominal, covered, meanWidth, pinball }) => (
            <tr key={`${kind} ${nominal}`}>
              <th scope="row">
                {kind === 'between'
                  ? `within the ${formatPercent(nominal, 0)} range`
                  : `below the ${formatPercent(nominal, 0)} quantile`}
              </th>
              <td>{formatPercent(nominal, 1)}</td>
              <td>
                <strong>{formatPercent(covered, 1)}</strong>
              </td>
              <td>{formatValue(meanWidth)}</td>
              <td>{formatValue(pinball)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}
