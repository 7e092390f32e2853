import { formatCount, formatShare } from '../../core/words/format.ts'
import styles from './BarList.module.css'

/** Values with their counts as bars; the share of `total` is in the title. */
export function BarList({ items, total }: { items: readonly { value: string; count: number }[]; total: number }) {
  const most = Math.max(1, ...items.map(({ count }) => count))
  return (
    <ul className={styles.list}>
      {items.map(({ value, count }) => (
        <li key={value} title={`${value}: ${formatShare(count / Math.max(1, total))}`}>
          <span className={styles.bar} style={{ width: `${(count / most) * 100}%` }} aria-hidden />
          <span className={`${styles.value} ellipsis`}>{value === '' ? 'empty' : value}</span>
          <span className={styles.count}>{formatCount(count)}</span>
        </li>
      ))}
    </ul>
  )
}
