import type { Relation, RelationMeasure, TargetReport } from '../../../../shared/recipes.ts'
import { formatCount } from '../../../../core/words/format.ts'
import styles from './panel.module.css'

/** Columns listed, the closest first. */
const LISTED = 8

const two = new Intl.NumberFormat(undefined, { minimumFractionDigits: 2, maximumFractionDigits: 2 })

export const measureNames: Record<RelationMeasure, string> = {
  pearson: 'Pearson’s r',
  cramersV: 'Cramér’s V',
  correlationRatio: 'correlation ratio',
}

const measureHelp: Record<RelationMeasure, string> = {
  pearson: 'Pearson’s r: −1 and 1 are a straight line, 0 is none',
  cramersV: 'Cramér’s V: 1 tells the one from the other, 0 says nothing',
  correlationRatio: 'Correlation ratio: 1 tells the number from the category, 0 says nothing',
}

/** "0.54", "−0.78". */
export function relationText({ value }: Relation): string {
  return two.format(value).replace('-', '−')
}

/** What the measure means and how many rows it stands on. */
export function relationHelp({ measure, rows }: Relation): string {
  return `${measureHelp[measure]}. Over ${formatCount(rows)} rows that have both values.`
}

/** The columns that go with the target most closely, as bars. */
export function TargetRelations({ report, onColumn }: { report: TargetReport; onColumn: (column: string) => void }) {
  const closest = report.relations.toSorted((a, b) => Math.abs(b.value) - Math.abs(a.value)).slice(0, LISTED)
  if (closest.length === 0) return null
  return (
    <section>
      <h3 className={styles.heading}>Closest to “{report.target}”</h3>
      <ul className={styles.relations}>
        {closest.map((relation) => (
          <li key={relation.column} title={relationHelp(relation)}>
            <button type="button" onClick={() => onColumn(relation.column)}>
              <span className="ellipsis">{relation.column}</span>
              <span className={styles.track} aria-hidden>
                <span style={{ width: `${Math.abs(relation.value) * 100}%` }} />
              </span>
              <span>{relationText(relation)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
