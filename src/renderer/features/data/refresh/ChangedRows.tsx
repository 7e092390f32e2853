import type { Differences } from '../../../../shared/datasets.ts'
import { formatCount } from '../../../../core/words/format.ts'
import styles from './refresh.module.css'

/** Columns in which none of the rows differ are left out of sight. */
function differingColumns({ names, changed }: Differences['examples']): number[] {
  return names.flatMap((_, index) =>
    changed.some(({ before, after }) => before[index] !== after[index]) ? [index] : [],
  )
}

function CellChange({ before, after }: { before: string; after: string }) {
  if (before === after) return <td className={styles.same}>{after}</td>
  return (
    <td>
      <del>{before === '' ? 'empty' : before}</del> <ins>{after === '' ? 'empty' : after}</ins>
    </td>
  )
}

/** Rows that both have, with what their cells were and are. */
export function ChangedRows({ examples }: { examples: Differences['examples'] }) {
  const columns = differingColumns(examples)
  return (
    <div className={styles.rows} tabIndex={0} role="region" aria-label="Changed rows">
      <table>
        <thead>
          <tr>
            <th scope="col">Row</th>
            <th scope="col">Key</th>
            {columns.map((index) => (
              <th key={index} scope="col">
                {examples.names[index]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {examples.changed.map(({ key, rowBefore, rowAfter, before, after }) => (
            <tr key={`${rowBefore} ${rowAfter}`}>
              <td className={styles.number}>{formatCount(rowAfter + 1)}</td>
              <th scope="row">{key}</th>
              {columns.map((index) => (
                <CellChange key={index} before={before[index] ?? ''} after={after[index] ?? ''} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
