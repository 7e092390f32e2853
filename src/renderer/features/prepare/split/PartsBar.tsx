import { formatCount, formatShare } from '../../../../core/words/format.ts'
import type { ShownPart } from './parts.ts'
import styles from './split.module.css'

/** The parts side by side, each as long as its rows; `testName` is the table that gives the test rows, where it is another. */
export function PartsBar({ parts, testName }: { parts: readonly ShownPart[]; testName: string | null }) {
  const shareOf = ({ share }: ShownPart) =>
    share === null ? `from ${testName ?? 'another table'}` : formatShare(share)
  return (
    <>
      <div
        className={styles.splitBar}
        role="img"
        aria-label={parts.map((part) => `${part.name} ${shareOf(part)}`).join(', ')}
      >
        {parts.map(({ name, length }) => (
          <span key={name} data-part={name} style={{ flexGrow: length }} />
        ))}
      </div>
      <ul className={styles.splitLegend}>
        {parts.map((part) => (
          <li key={part.name}>
            <span className={styles.swatch} data-part={part.name} aria-hidden />
            <div>
              <strong>{part.name}</strong> {shareOf(part)}
              {part.rows !== undefined && <span className="soft"> · {formatCount(part.rows)} rows</span>}
              <div className="faint small">{part.help}</div>
            </div>
          </li>
        ))}
      </ul>
    </>
  )
}
