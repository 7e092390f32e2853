import { Tooltip } from '@mantine/core'
import type { Mark } from '../noise/ties.ts'
import styles from './table.module.css'

/** Beside a score that cannot be told from the best one shown; nothing where it can, or where nothing is known. */
export function TieMark({ mark }: { mark: Mark | undefined }) {
  if (mark === undefined) return null
  const { word, reason } = mark
  return (
    <Tooltip label={reason} multiline w={280} events={{ hover: true, focus: true, touch: true }}>
      <span tabIndex={0} className={styles.tie} aria-label={`${word}. ${reason}`}>
        {word}
      </span>
    </Tooltip>
  )
}
