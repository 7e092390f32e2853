import { Tooltip } from '@mantine/core'
import styles from './table.module.css'

/** Beside a score that cannot be told from the best one shown; nothing where it can, or where nothing is known. */
export function TieMark({ reason }: { reason: string | undefined }) {
  if (reason === undefined) return null
  return (
    <Tooltip label={reason} multiline w={280} events={{ hover: true, focus: true, touch: true }}>
      <span tabIndex={0} className={styles.tie} aria-label={`tie. ${reason}`}>
        tie
      </span>
    </Tooltip>
  )
}
