import type { Run } from '../../../shared/runs.ts'
import { formatCount, formatDuration, formatMoment } from '../../../core/words/format.ts'
import { formatMetric, metricOf, metricWords } from '../evaluate/metricWords.ts'
import { stateText } from '../queue/waiting.ts'
import { settingsOf } from './settings.ts'
import styles from './runs.module.css'

const splits = ['train', 'validation', 'test'] as const
const splitHeadings = { train: 'Training', validation: 'Validation', test: 'Test' }

function epochsText({ epochs, bestEpoch }: Run): string {
  return bestEpoch === null ? formatCount(epochs) : `${formatCount(epochs)}, the best ${formatCount(bestEpoch)}`
}

/** What came of a run and what it was made from, where one looks at it without leaving the table. */
export function RunDetails({ run, recipeNumber }: { run: Run; recipeNumber: number }) {
  const measured = splits.filter((split) => run.metrics?.[split] != null)
  const facts: [string, string][] = [
    ['State', stateText(run)],
    ['Created', formatMoment(run.created)],
    ['Time', formatDuration(run.seconds.total)],
    ['Epochs', epochsText(run)],
    ['Preparation', `number ${recipeNumber}`],
    ...[...settingsOf(run).values()].map(({ label, value }): [string, string] => [
      label,
      value === '' ? 'none' : value,
    ]),
  ]
  return (
    <>
      {measured.length > 0 && (
        <table className={styles.detailScores} aria-label={`Scores of ${run.name}`}>
          <thead>
            <tr>
              <td />
              {measured.map((split) => (
                <th key={split} scope="col">
                  {splitHeadings[split]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {metricWords(run.task).map(({ key, name, meaning }) => (
              <tr key={key}>
                <th scope="row" title={meaning}>
                  {name}
                </th>
                {measured.map((split) => (
                  <td key={split}>{formatMetric(metricOf(run.metrics?.[split], key))}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <dl className={styles.details} aria-label={`Settings of ${run.name}`}>
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}
