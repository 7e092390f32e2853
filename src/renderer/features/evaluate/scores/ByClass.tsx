import type { ClassScores, ScoreIntervals, Scores } from '../../../../shared/scores.ts'
import type { Evaluation } from '../../../../shared/evaluation.ts'
import { formatCount } from '../../../../core/words/format.ts'
import { Card } from '../../../components/Page.tsx'
import { formatMetric } from '../metricWords.ts'
import { useRowsDoor } from '../rows/RowsDoor.tsx'
import styles from './scores.module.css'

const columns: { key: keyof ClassScores; label: string; meaning: string }[] = [
  { key: 'precision', label: 'Precision', meaning: 'How many of the rows called this class are of it.' },
  { key: 'recall', label: 'Recall', meaning: 'How many of the rows of this class are found.' },
  { key: 'f1', label: 'F1', meaning: 'The harmonic mean of precision and recall.' },
  {
    key: 'rocAuc',
    label: 'ROC AUC',
    meaning: 'How often a row of this class is rated above another one as this class.',
  },
]

/** How well each class is found; more of it comes with the scores. */
export function ByClass(props: {
  evaluation: Extract<Evaluation, { task: 'classification' }>
  scores: Extract<Scores, { task: 'classification' }> | undefined
  intervals: ScoreIntervals | undefined
}) {
  const { evaluation, scores, intervals } = props
  const showRows = useRowsDoor()
  return (
    <Card title="By class">
      <div className={styles.scroll}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Class</th>
              <th scope="col">Rows</th>
              {columns.map(({ key, label, meaning }) => (
                <th key={key} scope="col" title={meaning}>
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {evaluation.perClass.map((row, k) => {
              const found: Partial<ClassScores> = scores?.classes[k] ?? row
              return (
                <tr key={row.label}>
                  <th scope="row" title={row.label} className={styles.label}>
                    <button
                      type="button"
                      className={styles.link}
                      onClick={() => showRows({ kind: 'cell', actual: k, predicted: null })}
                    >
                      {row.label}
                    </button>
                  </th>
                  <td>{formatCount(row.support)}</td>
                  {columns.map(({ key, label }) => {
                    const range = intervals?.classes[k]?.[key]
                    return (
                      <td
                        key={key}
                        title={
                          range === undefined
                            ? undefined
                            : `${label}: 95 % interval ${formatMetric(range.low, 3)} to ${formatMetric(range.high, 3)}`
                        }
                      >
                        {found[key] === undefined ? '…' : formatMetric(found[key], 3)}
                        {range !== undefined && (
                          <small className={`${styles.note} faint`}>
                            {formatMetric(range.low, 2)} to {formatMetric(range.high, 2)}
                          </small>
                        )}
                      </td>
                    )
                  })}
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </Card>
  )
}
