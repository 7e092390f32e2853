import type { Run } from '../../../../shared/runs.ts'
import { formatCount } from '../../../../core/words/format.ts'
import { Card } from '../../../components/Page.tsx'
import { splitWords } from '../evaluateViews.ts'
import { formatMetric, measuredWords, metricOf } from '../metricWords.ts'
import styles from '../evaluate.module.css'

const order = ['train', 'validation', 'test'] as const

/** Every metric on the three splits side by side: a gap between training and the others is memorising. */
export function SplitTable({ run }: { run: Run }) {
  const splits = order.filter((split) => run.rows[split] > 0)
  return (
    <Card title="All splits side by side">
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Metric</th>
            {splits.map((split) => (
              <th key={split} scope="col" title={splitWords[split].meaning}>
                {splitWords[split].name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {measuredWords(
            run.task,
            splits.map((split) => run.metrics?.[split]),
          ).map((word) => (
            <tr key={word.key}>
              <th scope="row" title={word.meaning}>
                {word.name}
              </th>
              {splits.map((split) => (
                <td key={split}>{formatMetric(metricOf(run.metrics?.[split], word.key))}</td>
              ))}
            </tr>
          ))}
          <tr>
            <th scope="row">Rows</th>
            {splits.map((split) => (
              <td key={split}>{formatCount(run.rows[split])}</td>
            ))}
          </tr>
        </tbody>
      </table>
    </Card>
  )
}
