import { Button } from '@mantine/core'
import { IconCheck, IconUser } from '@tabler/icons-react'
import type { AnsweredFinding } from '../../../shared/recipes.ts'
import { navigate } from '../../app/route.ts'
import styles from './dialogs.module.css'

/** What the suggested recipe does about each finding of Data, or why it leaves it to a person. */
export function AnsweredFindings({ findings }: { findings: readonly AnsweredFinding[] }) {
  if (findings.length === 0) return null
  const served = findings.filter((finding) => finding.served).length
  return (
    <details className={styles.answers}>
      <summary>
        What Data found: {served} of {findings.length} served by the recipe
      </summary>
      <ul aria-label="What Data found">
        {findings.map((finding, at) => (
          <li key={at}>
            {finding.served ? (
              <IconCheck size={15} role="img" aria-label="Served" />
            ) : (
              <IconUser size={15} role="img" aria-label="Left to you" />
            )}
            <div>
              {finding.message} <span className={styles.reason}>{finding.answer}</span>
              {!finding.served && (
                <Button
                  size="compact-xs"
                  variant="transparent"
                  aria-label={`Decide in Data: ${finding.message}`}
                  onClick={() => navigate({ step: 'data', column: finding.column ?? null, row: finding.row ?? null })}
                >
                  Decide in Data
                </Button>
              )}
            </div>
          </li>
        ))}
      </ul>
    </details>
  )
}
