import { formatCount, formatShare } from '../../../components/format.ts'
import type { ShownPart } from './parts.ts'
import styles from './split.module.css'

/** The parts side by side, each as long as its share of the rows. */
export function PartsBar({ parts }: { parts: readonly ShownPart[] }) {
  return (
    <>
      <div
        className={styles.splitBar}
        role="img"
        aria-label={parts.map(({ name, share }) => `${name} ${formatShare(share)}`).join(', ')}
      >
        {parts.map(({ name, share }) => (
          <span key={name} data-part={name} style={{ flexGrow: share }} />
        ))}
      </div>
      <ul className={styles.splitLegend}>
        {parts.map(({ name, share, rows, help }) => (
          <li key={name}>
            <span className={styles.swatch} data-part={name} aria-hidden />
            <div>
              <strong>{name}</strong> {formatShare(share)}
              {rows !== undefined && <span className="soft"> · {formatCount(rows)} rows</span>}
              <div className="faint small">{help}</div>
            </div>
          </li>
        ))}
      </ul>
    </>
  )
}
