import { Button } from '@mantine/core'
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import { useState } from 'react'
import type { Finding, Remedy } from '../../shared/datasets.ts'
import { groupFindings } from './findingGroups.ts'
import { FindingRows } from './FindingRows.tsx'
import styles from './Findings.module.css'
import { formatCount, plural } from '../../core/words/format.ts'

/** Groups in sight before more are asked for. */
const FIRST = 40

interface Actions {
  onRemedy: ((remedy: Remedy) => void) | null
  onColumn?: ((column: string) => void) | undefined
  /** Goes to a row of the table, at the finding's column where it has one. */
  onRow?: ((row: number, column: string | undefined) => void) | undefined
  /** What is said in place of a remedy's button because it was taken already; null where it was not. */
  settled?: ((remedy: Remedy) => string | null) | undefined
  busy?: boolean | undefined
}

function RemedyButton({
  remedy,
  onRemedy,
  settled,
  busy,
}: Pick<Actions, 'settled' | 'busy'> & { remedy: Remedy; onRemedy: (remedy: Remedy) => void }) {
  const said = settled?.(remedy) ?? null
  if (said !== null) return <span className={styles.settled}>{said}</span>
  return (
    <Button size="compact-xs" className={styles.remedy} disabled={busy === true} onClick={() => onRemedy(remedy)}>
      {remedy.label}
    </Button>
  )
}

function Severity({ severity }: { severity: Finding['severity'] }) {
  return severity === 'warning' ? (
    <IconAlertTriangle size={15} role="img" aria-label="Warning" />
  ) : (
    <IconInfoCircle size={15} role="img" aria-label="Note" />
  )
}

function FindingItem({ finding, onRemedy, onColumn, onRow, settled, busy }: Actions & { finding: Finding }) {
  const { column, message, remedies, rows, severity } = finding
  return (
    <li className={styles.finding} data-severity={severity}>
      <Severity severity={severity} />
      <div>
        <span>{message}</span>
        {onRow !== undefined && rows !== undefined && rows.length > 0 && (
          <FindingRows rows={rows} onRow={(row) => onRow(row, column)} />
        )}
        {(remedies.length > 0 || (onColumn !== undefined && column !== undefined)) && (
          <div className={styles.remedies}>
            {onRemedy !== null &&
              remedies.map((remedy) => (
                <RemedyButton key={remedy.label} remedy={remedy} onRemedy={onRemedy} settled={settled} busy={busy} />
              ))}
            {onColumn !== undefined && column !== undefined && (
              <Button
                size="compact-xs"
                variant="transparent"
                className={styles.remedy}
                onClick={() => onColumn(column)}
              >
                Show {column}
              </Button>
            )}
          </div>
        )}
      </div>
    </li>
  )
}

/**
 * Guesses and doubts, warnings first, each with the rows to look at and its remedies as buttons; several of one kind
 * are gathered under a title. `onRemedy` null shows them without buttons, and rows are links where there is `onRow`.
 */
export function Findings({ findings, ...actions }: Actions & { findings: readonly Finding[] }) {
  const [limit, setLimit] = useState(FIRST)
  const groups = groupFindings(findings)
  return (
    <>
      <ul className={styles.list} aria-label="Findings">
        {groups.slice(0, limit).map((group, index) => {
          const [first] = group.findings
          if (first === undefined) return null
          if (group.findings.length === 1) return <FindingItem key={index} finding={first} {...actions} />
          return (
            <li key={index}>
              <details className={styles.group} data-severity={group.severity}>
                <summary>
                  <Severity severity={group.severity} />
                  <span>{group.title}</span>
                  <span className={styles.count}>{formatCount(group.findings.length)}</span>
                </summary>
                <Findings findings={group.findings.map((finding) => ({ ...finding, kind: '' }))} {...actions} />
              </details>
            </li>
          )
        })}
      </ul>
      {groups.length > limit && (
        <Button size="compact-xs" mt={6} onClick={() => setLimit(limit + FIRST)}>
          Show {plural(Math.min(FIRST, groups.length - limit), 'more finding')}
        </Button>
      )}
    </>
  )
}
