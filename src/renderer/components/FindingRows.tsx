import { useState } from 'react'
import styles from './Findings.module.css'
import { formatCount, plural } from './format.ts'

/** Rows in sight before more are asked for. */
const FIRST = 5
/** A finding names so many rows at most. */
const MOST = 100

/** The rows a finding points to, each a link to it. `rows` count from 0, what is shown from 1. */
export function FindingRows({ rows, onRow }: { rows: readonly number[]; onRow: (row: number) => void }) {
  const [all, setAll] = useState(false)
  // One more is not worth hiding.
  const shown = all || rows.length <= FIRST + 1 ? rows : rows.slice(0, FIRST)
  return (
    <div className={styles.rows}>
      <span>{rows.length === 1 ? 'Row' : 'Rows'}</span>
      {shown.map((row) => (
        <button key={row} type="button" aria-label={`Go to row ${formatCount(row + 1)}`} onClick={() => onRow(row)}>
          {formatCount(row + 1)}
        </button>
      ))}
      {shown.length < rows.length && (
        <button
          type="button"
          aria-label={`Show ${plural(rows.length - shown.length, 'more row')}`}
          onClick={() => setAll(true)}
        >
          {formatCount(rows.length - shown.length)} more
        </button>
      )}
      {all && rows.length === MOST && <span>(the first {MOST})</span>}
    </div>
  )
}
