import type { Coverage } from '../../../../../shared/scores.ts'
import { useCall } from '../../../../app/data.tsx'
import { formatPercent, formatValue } from '../../../../../core/words/values.ts'
import { Card } from '../../../../components/Page.tsx'
import type { EvaluateViewProps } from '../../viewProps.ts'
import styles from '../scores.module.css'

const conformalLevel = 0.9

/** Whether the truth lies where the model's intervals and quantiles say. */
export function CoverageCard({ view, coverage }: { view: EvaluateViewProps; coverage: readonly Coverage[] }) {
  const { project, run, split, epoch } = view
  // They are worked out from the validation rows, by the best weights: only the test rows can judge them.
  const isJudge = split === 'test' && run.rows.validation > 0 && (epoch === undefined || epoch === run.bestEpoch)
  const { data: conformal } = useCall(
    'calibration.conformal',
    isJudge
      ? { project: project.id, run: run.id, job: `conformal-${run.id}`, level: conformalLevel, sets: 'smallest' }
      : null,
  )
  const { target } = run
  const test = conformal?.test ?? null
  if (coverage.length === 0 && test === null) return null
  return (
    <Card title="Are the ranges to be believed?">
      <p className="soft">
        Beside a prediction a range can be told. Of rows it has not learned from, as many should lie in it as it says:
        many fewer, and it is too sure; many more, and the ranges are wider than they need be.
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
          {test !== null && (
            <tr>
              <th
                scope="row"
                title="Conformal intervals, made from the errors of the validation rows: they hold as often as they say, whatever the model, where new rows are like those."
              >
                within the conformal {formatPercent(conformalLevel, 0)} interval
              </th>
              <td>{formatPercent(conformalLevel, 1)}</td>
              <td title={`95 % interval: ${formatPercent(test.from, 1)} to ${formatPercent(test.to, 1)}`}>
                <strong>{formatPercent(test.covered, 1)}</strong>
              </td>
              <td>{formatValue(test.size)}</td>
              <td>–</td>
            </tr>
          )}
        </tbody>
      </table>
    </Card>
  )
}
