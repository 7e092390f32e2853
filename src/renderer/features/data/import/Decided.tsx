import { ActionIcon, Tooltip } from '@mantine/core'
import { IconArrowBackUp, IconCheck, IconHelpCircle, IconPencil, IconTilde } from '@tabler/icons-react'
import { type ReactNode, useId } from 'react'
import type { Decision } from '../../../../shared/datasets.ts'
import { certaintyWords } from '../readingWords.ts'
import styles from './Decided.module.css'

function CertaintyIcon({ certainty }: { certainty: Decision['certainty'] }) {
  const common = { size: 13, stroke: 2, 'aria-hidden': true } as const
  switch (certainty) {
    case 'certain':
      return <IconCheck {...common} />
    case 'likely':
      return <IconTilde {...common} />
    case 'guess':
      return <IconHelpCircle {...common} />
    case 'chosen':
      return <IconPencil {...common} />
  }
}

/**
 * A setting of how a file is read, with how sure Descent is of it and why. `onReset` goes back to what is detected
 * where a person has chosen.
 */
export function Decided({
  label,
  decision,
  onReset,
  children,
}: {
  label: string
  decision: Decision | undefined
  onReset: (() => void) | null
  /** The control; it takes the ids of its name and of what describes it. */
  children: (ids: { id: string; 'aria-describedby': string }) => ReactNode
}) {
  const id = useId()
  const reasonId = `${id}-reason`
  const certainty = onReset === null ? decision?.certainty : 'chosen'
  return (
    <div className={styles.field}>
      <div className={styles.head}>
        <label htmlFor={id}>{label}</label>
        <span className={styles.certainty} data-certainty={certainty} id={reasonId}>
          {certainty !== undefined && (
            <>
              <CertaintyIcon certainty={certainty} />
              {certaintyWords[certainty]}
            </>
          )}
          {onReset === null && decision !== undefined && decision.reason !== '' && (
            <span className={styles.spoken}>: {decision.reason}</span>
          )}
        </span>
        {onReset !== null && (
          <Tooltip label="Back to what is detected">
            <ActionIcon size={20} aria-label={`${label}: back to what is detected`} onClick={onReset}>
              <IconArrowBackUp size={14} />
            </ActionIcon>
          </Tooltip>
        )}
      </div>
      {children({ id, 'aria-describedby': reasonId })}
      {onReset === null && decision !== undefined && decision.reason !== '' && (
        <p className={styles.reason} aria-hidden>
          {decision.reason}
        </p>
      )}
    </div>
  )
}
