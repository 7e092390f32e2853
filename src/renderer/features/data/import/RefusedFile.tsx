import { Button, Modal } from '@mantine/core'
import type { DescentError } from '../../../../shared/errors.ts'
import { FailureNote } from '../../../components/FailureNote.tsx'
import styles from './ImportDialog.module.css'

/** A file that cannot be read as it is: why, where, and what can be done. */
export function RefusedFile({
  title,
  error,
  onAnother,
  onClose,
  onWithoutNames,
}: {
  title: string
  error: DescentError
  onAnother: () => void
  onClose: () => void
  /** Reads it again with its first row as values; null where that is no way out. */
  onWithoutNames: (() => void) | null
}) {
  return (
    <Modal opened onClose={onClose} title={title} size={560} closeButtonProps={{ 'aria-label': 'Close' }}>
      <FailureNote error={error} />
      <div className={styles.refusedActions}>
        <Button onClick={onClose}>Cancel</Button>
        {onWithoutNames !== null && <Button onClick={onWithoutNames}>Its first row holds values</Button>}
        <Button variant="filled" data-autofocus onClick={onAnother}>
          Choose another file…
        </Button>
      </div>
    </Modal>
  )
}
