import { Button } from '@mantine/core'
import type { Scores } from '../../../../../shared/scores.ts'
import { formatValue } from '../../../../../core/words/values.ts'
import { formatCount, formatNumber } from '../../../../../core/words/format.ts'
import { Card } from '../../../../components/Page.tsx'
import { useRowsDoor } from '../../rows/RowsDoor.tsx'
import styles from '../scores.module.css'

/** The rows with the largest errors. */
export function WorstRows({ scores }: { scores: Extract<Scores, { task: 'regression' }> }) {
  const showRows = useRowsDoor()
  return (
    <Card
      title="Largest errors"
      aside={
        <Button size="compact-sm" onClick={() => showRows({ kind: 'worst' })}>
          All rows, the worst first
        </Button>
      }
    >
      <div className={styles.scroll}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Row</th>
              <th scope="col">Actual</th>
              <th scope="col">Predicted</th>
              <th scope="col" title="Actual minus predicted.">
                Error
              </th>
            </tr>
          </thead>
          <tbody>
            {scores.worst.map(({ row, actual, predicted }) => (
              <tr key={row}>
                <th scope="row">
                  <button
                    type="button"
                    className={styles.link}
                    aria-label={`Show row ${formatCount(row - scores.firstRow + 1)}`}
                    onClick={() => showRows({ kind: 'point', row })}
                  >
                    {formatCount(row - scores.firstRow + 1)}
                  </button>
                </th>
                <td>{formatNumber(actual)}</td>
                <td>{formatValue(predicted, 5)}</td>
                <td>{formatValue(actual - predicted)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}
