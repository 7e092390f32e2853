import { Button } from '@mantine/core'
import { IconAlertCircle } from '@tabler/icons-react'
import { type Failure, toFailure } from '../../shared/errors.ts'
import { formatCount } from '../../core/words/format.ts'
import styles from './FailureNote.module.css'

function placeOf(failure: Failure): string {
  const { file, row, column } = failure.where ?? {}
  const parts: string[] = []
  if (file !== undefined && !failure.message.includes(file)) parts.push(file)
  if (row !== undefined) parts.push(`row ${formatCount(row)}`)
  if (column !== undefined) parts.push(`column ${column}`)
  return parts.join(', ')
}

/** What went wrong, where, and what to do. `error` is anything thrown; a library's words are never shown. */
export function FailureNote({
  error,
  onRetry,
  retryLabel = 'Try again',
}: {
  error: unknown
  onRetry?: () => void
  retryLabel?: string
}) {
  const failure = toFailure(error)
  const place = placeOf(failure)
  return (
    <div role="alert" className={styles.failure}>
      <IconAlertCircle size={18} aria-hidden className={styles.icon} />
      <div>
        <p className={styles.message}>{failure.message}</p>
        {place !== '' && <p className="small">Where: {place}</p>}
        {failure.hint !== undefined && <p className="small">{failure.hint}</p>}
        {onRetry !== undefined && (
          <Button mt={8} size="compact-xs" onClick={onRetry}>
            {retryLabel}
          </Button>
        )}
      </div>
    </div>
  )
}
