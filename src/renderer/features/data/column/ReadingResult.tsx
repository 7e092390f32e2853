import { Button } from '@mantine/core'
import type { ColumnPreview } from '../../../../shared/datasets.ts'
import { formatCount, formatShare, plural } from '../../../../core/words/format.ts'
import { kindTitles } from '../../../components/kinds.tsx'
import styles from './column.module.css'
import { valueRows } from './values.ts'

const SHOWN_VALUES = 8
const SHOWN_UNFIT = 4

/** The share of rows that were read, that are missing and that do not fit. */
function FitBar({ preview }: { preview: ColumnPreview }) {
  const { fit, missing, unfit, rows } = preview
  const share = (count: number) => `${(count / Math.max(1, rows)) * 100}%`
  return (
    <>
      <div className={styles.fitBar} aria-hidden>
        <span data-part="fit" style={{ width: share(fit) }} />
        <span data-part="unfit" style={{ width: share(unfit) }} />
      </div>
      <p className={styles.fitText}>
        <span>
          <b>{formatCount(fit)}</b> read ({formatShare(fit / Math.max(1, rows))})
        </span>
        <span>
          <b>{formatCount(missing)}</b> missing
        </span>
        <span data-bad={unfit > 0}>
          <b>{formatCount(unfit)}</b> do not fit
        </span>
      </p>
    </>
  )
}

/**
 * What comes of a column's settings: how many rows are read, and the first values beside their texts; `before` is
 * what the settings before made of them.
 */
export function ReadingResult({
  before,
  now,
  pending,
  onMissing,
}: {
  before: ColumnPreview | null
  now: ColumnPreview
  /** The settings have changed and their result is under way. */
  pending: boolean
  /** Counts a text that does not fit as missing. */
  onMissing: ((text: string) => void) | null
}) {
  const rows = valueRows(before, now, SHOWN_VALUES)
  const changed = rows.some((row) => row.before !== row.after)
  const unfitTexts = [...new Set(now.unfitTexts.map(({ text }) => text))]
  return (
    <section className={styles.result} aria-busy={pending} aria-label="What is read">
      <h3>
        {now.whole
          ? `What is read from all ${plural(now.rows, 'row')}`
          : `What is read from the first ${plural(now.rows, 'row')}`}
      </h3>
      <FitBar preview={now} />
      {before !== null && before.missing + before.unfit !== now.missing + now.unfit && (
        <p className="faint small">
          Before, {formatCount(before.missing)} were missing and {formatCount(before.unfit)} did not fit.
        </p>
      )}
      <table className={styles.values}>
        <thead>
          <tr>
            <th scope="col">In the file</th>
            {changed && <th scope="col">Read before</th>}
            <th scope="col">Read as</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.row} data-changed={row.before !== row.after}>
              <td className="mono" title={row.text}>
                {row.text === '' ? <span className="faint">empty</span> : row.text}
              </td>
              {changed && <td title={row.before}>{row.before}</td>}
              <td title={row.after} data-missing={row.after === 'missing'}>
                {row.after}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {now.unfit > 0 && (
        <ul className={styles.unfit} aria-label="Texts that do not fit">
          {unfitTexts.slice(0, SHOWN_UNFIT).map((text) => (
            <li key={text}>
              <span className="mono ellipsis" title={text}>
                {text}
              </span>
              {onMissing !== null && (
                <Button size="compact-xs" onClick={() => onMissing(text)}>
                  Count as missing
                </Button>
              )}
            </li>
          ))}
          <li className="faint small">
            Texts that are no {kindTitles[now.kind].toLowerCase()} are left out, as missing ones are.
          </li>
        </ul>
      )}
    </section>
  )
}
