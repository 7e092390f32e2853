import { IconAlertTriangle, IconCheck } from '@tabler/icons-react'
import type { RowPrediction } from '../../../../shared/predictions.ts'
import { plural } from '../../../../core/words/format.ts'
import styles from './whatIf.module.css'

/** Whether the row is one of the kind that the model knows, column by column. */
export function Passport({ notes }: { notes: RowPrediction['notes'] }) {
  const isFine = notes.length === 0
  return (
    <p className={styles.verdict} data-tone={isFine ? 'good' : 'warn'}>
      {isFine ? <IconCheck size={15} aria-hidden /> : <IconAlertTriangle size={15} aria-hidden />}
      <span>
        {isFine
          ? 'Every value is within what was seen in training.'
          : `${plural(notes.length, 'value')} unlike training: ${notes.map(({ column }) => column).join(', ')}.`}
      </span>
    </p>
  )
}
