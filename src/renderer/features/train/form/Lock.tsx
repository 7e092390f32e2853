import { Button } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useId, type ReactNode } from 'react'
import styles from '../train.module.css'
import { useFormActions } from './context.ts'

/** Settings of the network: to be seen, but not to be changed where the form says why they stay as they are. */
export function Lockable({ className, children }: { className?: string | undefined; children: ReactNode }) {
  const { locked } = useFormActions()
  const reason = useId()
  return (
    <fieldset
      className={className === undefined ? styles.lockable : `${styles.lockable} ${className}`}
      disabled={locked !== null}
      aria-describedby={locked === null ? undefined : reason}
    >
      {locked !== null && (
        <span id={reason} hidden>
          {locked.reason}
        </span>
      )}
      {children}
    </fieldset>
  )
}

/** Why settings stay as they are, and the way out. */
export function LockNote() {
  const { locked } = useFormActions()
  if (locked === null) return null
  return (
    <p className={styles.lockNote}>
      <IconLock size={15} aria-hidden />
      <span>{locked.reason}</span>
      <Button size="compact-xs" onClick={locked.onUnlock}>
        {locked.remedy}
      </Button>
    </p>
  )
}
