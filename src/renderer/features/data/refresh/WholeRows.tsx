import { formatCount } from '../../../../core/words/format.ts'
import styles from './refresh.module.css'

/** Wider tables are cut: these rows are examples. */
const MOST_COLUMNS = 60

/** Rows that only the file or only the table has. */
export function WholeRows({
  names,
  rows,
  change,
}: {
  names: readonly string[]
  rows: readonly { row: number; texts: readonly string[] }[]
  change: 'added' | 'gone'
}) {
  const shown = names.slice(0, MOST_COLUMNS)
  return (
    <div
      className={styles.rows}
      tabIndex={0}
      role="region"
      aria-label={change === 'added' ? 'Added rows' : 'Gone rows'}
      data-change={change}
    >
      <table>
        <thead>
          <tr>
            <th scope="col">Row</th>
            {shown.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ row, texts }) => (
            <tr key={row}>
              <td className={styles.number}>{formatCount(row + 1)}</td>
              {shown.map((name, index) => (
                <td key={name}>{texts[index] ?? ''}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
