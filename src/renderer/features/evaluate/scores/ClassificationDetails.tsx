import type { Evaluation } from '../../../../shared/evaluation.ts'
import { ConfusionMatrix } from '../../../charts/ConfusionMatrix.tsx'
import { formatCount } from '../../../components/format.ts'
import { Card } from '../../../components/Page.tsx'
import { formatMetric } from '../metricWords.ts'
import { useRowsDoor } from '../rows/RowsDoor.tsx'
import styles from '../evaluate.module.css'

/** Which classes are taken for which, and how well each is found. */
export function ClassificationDetails({ evaluation }: { evaluation: Extract<Evaluation, { task: 'classification' }> }) {
  const showRows = useRowsDoor()
  return (
    <div className={styles.pair}>
      <Card
        title="Confusion matrix"
        aside={<span className="faint small">blue: right · orange: taken for another</span>}
      >
        <ConfusionMatrix
          classes={evaluation.classes}
          counts={evaluation.confusion}
          onCell={(actual, predicted) => showRows({ kind: 'cell', actual, predicted })}
        />
      </Card>
      <Card title="By class">
        <div className={styles.scroll}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">Class</th>
                <th scope="col">Rows</th>
                <th scope="col" title="How many of the rows called this class are of it.">
                  Precision
                </th>
                <th scope="col" title="How many of the rows of this class are found.">
                  Recall
                </th>
                <th scope="col" title="The harmonic mean of precision and recall.">
                  F1
                </th>
              </tr>
            </thead>
            <tbody>
              {evaluation.perClass.map((row) => (
                <tr key={row.label}>
                  <th scope="row" title={row.label}>
                    {row.label}
                  </th>
                  <td>{formatCount(row.support)}</td>
                  <td>{formatMetric(row.precision, 3)}</td>
                  <td>{formatMetric(row.recall, 3)}</td>
                  <td>{formatMetric(row.f1, 3)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Card>
    </div>
  )
}
