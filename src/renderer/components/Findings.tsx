import { Button } from '@mantine/core'
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import type { Finding, Remedy } from '../../shared/datasets.ts'
import styles from './Findings.module.css'

/** Guesses and doubts, warnings first, each with its remedies as buttons. `onRemedy` null shows them without. */
export function Findings({
  findings,
  onRemedy,
  onColumn,
  busy = false,
}: {
  findings: readonly Finding[]
  onRemedy: ((remedy: Remedy) => void) | null
  onColumn?: (column: string) => void
  busy?: boolean
}) {
  const ordered = findings.toSorted((a, b) => Number(b.severity === 'warning') - Number(a.severity === 'warning'))
  return (
    <ul className={styles.list} aria-label="Findings">
      {ordered.map((finding, index) => (
        <li key={index} className={styles.finding} data-severity={finding.severity}>
          {finding.severity === 'warning' ? (
            <IconAlertTriangle size={15} role="img" aria-label="Warning" />
          ) : (
            <IconInfoCircle size={15} role="img" aria-label="Note" />
          )}
          <div>
            <span>{finding.message}</span>
            {(finding.remedies.length > 0 || (onColumn !== undefined && finding.column !== undefined)) && (
              <div className={styles.remedies}>
                {onRemedy !== null &&
                  finding.remedies.map((remedy) => (
                    <Button
                      key={remedy.label}
                      size="compact-xs"
                      className={styles.remedy}
                      disabled={busy}
                      onClick={() => onRemedy(remedy)}
                    >
                      {remedy.label}
                    </Button>
                  ))}
                {onColumn !== undefined && finding.column !== undefined && (
                  <Button
                    size="compact-xs"
                    variant="transparent"
                    className={styles.remedy}
                    onClick={() => onColumn(finding.column ?? '')}
                  >
                    Show {finding.column}
                  </Button>
                )}
              </div>
            )}
          </div>
        </li>
      ))}
    </ul>
  )
}
