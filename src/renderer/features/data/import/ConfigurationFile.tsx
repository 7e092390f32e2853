import { Button, Modal } from '@mantine/core'
import styles from './ImportDialog.module.css'

/** A file of settings that was dropped where tables are: what it is, and where it belongs. */
export function ConfigurationFile({
  fileName,
  onTrain,
  onTable,
  onClose,
}: {
  fileName: string
  /** Null while no project is open. */
  onTrain: (() => void) | null
  onTable: () => void
  onClose: () => void
}) {
  return (
    <Modal
      opened
      onClose={onClose}
      title={`${fileName} holds settings`}
      size={560}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <p className="soft">
        {onTrain === null
          ? 'This is a training configuration: open a project, then Train, and drop it there.'
          : 'This is a training configuration: open Train and drop it there, or let it be filled into the form now.'}
      </p>
      <div className={styles.refusedActions}>
        <Button onClick={onClose}>Cancel</Button>
        <Button onClick={onTable}>Import it as a table</Button>
        {onTrain !== null && (
          <Button variant="filled" data-autofocus onClick={onTrain}>
            Open Train and fill it in
          </Button>
        )}
      </div>
    </Modal>
  )
}
