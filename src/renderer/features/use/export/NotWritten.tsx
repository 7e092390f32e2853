import { toFailure } from '../../../../shared/errors.ts'
import { FailureNote } from '../../../components/FailureNote.tsx'
import styles from './export.module.css'

/** Why no file was written: it was cancelled, or failed and can be tried again. */
export function NotWritten({ error, onRetry }: { error: Error; onRetry: () => void }) {
  return (
    <div className={styles.whole}>
      {toFailure(error).kind === 'cancelled' ? (
        <p className="soft small" role="status">
          Cancelled. No file was written.
        </p>
      ) : (
        <FailureNote error={error} onRetry={onRetry} />
      )}
    </div>
  )
}
