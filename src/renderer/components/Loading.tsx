import { Loader } from '@mantine/core'
import styles from './Loading.module.css'

/** Shown only once waiting is felt: a quick answer never flashes. */
export function Loading({ label = 'Loading…' }: { label?: string }) {
  return (
    <div className={styles.loading} role="status">
      <Loader size={18} />
      <span>{label}</span>
    </div>
  )
}
