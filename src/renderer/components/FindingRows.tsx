import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import styles from './Findings.module.css'
import { formatCount, plural } from '../../core/words/format.ts'

/** Rows in sight before more are asked for. */
const FIRST = 5
/** A finding names so many rows at most. */
const MOST = 100

const beyond = `There may be more than ${MOST}: Find (Ctrl+F in Data) goes through all rows that hold a text.`

/**
 * The rows a finding points to, each a link to it, with a way through them one by one. `rows` count from 0, what is
 * shown from 1.
 */
export function FindingRows({ rows, onRow }: { rows: readonly number[]; onRow: (row: number) => void }) {
  const [all, setAll] = useState(false)
  const [at, setAt] = useState<number | null>(null)
  // One more is not worth hiding.
  const shown = all || rows.length <= FIRST + 1 ? rows : rows.slice(0, FIRST)
  const go = (index: number) => {
    const row = rows[index]
    if (row === undefined) return
    setAt(index)
    onRow(row)
  }
  const count = rows.length === MOST ? `the first ${MOST}` : formatCount(rows.length)
  return (
    <div className={styles.rows}>
      <span>{rows.length === 1 ? 'Row' : 'Rows'}</span>
      {shown.map((row, index) => (
        <button
          key={row}
          type="button"
          aria-label={`Go to row ${formatCount(row + 1)}`}
          {...(index === at ? { 'aria-current': true } : {})}
          onClick={() => go(index)}
        >
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
      {rows.length > 1 && (
        <span className={styles.walk}>
          <button
            type="button"
            aria-label="Previous of these rows"
            disabled={at === null || at === 0}
            onClick={() => go((at ?? 0) - 1)}
          >
            <IconChevronLeft size={14} aria-hidden />
          </button>
          <span role="status" title={rows.length === MOST ? beyond : undefined}>
            {at === null ? count : `${formatCount(at + 1)} of ${count}`}
          </span>
          <button
            type="button"
            aria-label="Next of these rows"
            disabled={at === rows.length - 1}
            onClick={() => go(at === null ? 0 : at + 1)}
          >
            <IconChevronRight size={14} aria-hidden />
          </button>
        </span>
      )}
    </div>
  )
}
