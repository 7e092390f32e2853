import type { Scores } from '../../../../shared/scores.ts'
import { formatPercent } from '../../../../core/words/values.ts'
import { formatCount } from '../../../../core/words/format.ts'
import { Card } from '../../../components/Page.tsx'
import { useRowsDoor } from '../rows/RowsDoor.tsx'
import styles from './scores.module.css'

/** What is most often taken for what, each with the rows behind it. */
export function TopConfusions({ scores }: { scores: Extract<Scores, { task: 'classification' }> }) {
  const showRows = useRowsDoor()
  const name = (k: number) => scores.classes[k]?.label ?? ''
  return (
    <Card title="Most frequent confusions" aside={<span className="faint small">click one to see its rows</span>}>
      {scores.confusions.length === 0 ? (
        <p className="soft">Every row of this split is predicted rightly.</p>
      ) : (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Taken for another</th>
              <th scope="col">Rows</th>
              <th scope="col">Of its class</th>
            </tr>
          </thead>
          <tbody>
            {scores.confusions.map(({ actual, predicted, rows, share }) => (
              <tr key={`${actual} ${predicted}`}>
                <th scope="row">
                  <button
                    type="button"
                    className={styles.link}
                    onClick={() => showRows({ kind: 'cell', actual, predicted })}
                  >
                    {name(actual)} → {name(predicted)}
                  </button>
                </th>
                <td>{formatCount(rows)}</td>
                <td>{formatPercent(share, 1)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  )
}
