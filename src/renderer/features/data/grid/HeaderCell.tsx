import { IconAlertTriangle } from '@tabler/icons-react'
import type { ColumnSummary } from '../../../../shared/datasets.ts'
import { formatCell, formatCompact, formatCount, formatDateValue, formatShare } from '../../../../core/words/format.ts'
import { KindIcon } from '../../../components/kinds.tsx'
import { MiniHistogram, ShareBar } from '../../../components/MiniHistogram.tsx'
import styles from './DataGrid.module.css'

/** What fits under the narrowest column; of longer lists only the number of values is told. */
const mostLetters = 15

/** To three digits. */
function roundedNumber(value: number): string {
  return Math.abs(value) >= 1000 ? formatCompact(value) : formatCell(value, 3)
}

/** From the least to the greatest value; numbers are rounded where the greatest would be cut off. */
function rangeText({ kind, min, max }: ColumnSummary): string {
  if (min === null || max === null) return ''
  const written = (format: (value: number) => string) => (min === max ? format(min) : `${format(min)} – ${format(max)}`)
  if (kind === 'date') return written(formatDateValue)
  const exact = written((value) => formatCell(value, 4))
  return exact.length < mostLetters ? exact : written(roundedNumber)
}

function Picture({ column, rows }: { column: ColumnSummary; rows: number }) {
  if (column.histogram !== null && (column.kind === 'number' || column.kind === 'date'))
    return (
      <>
        <MiniHistogram histogram={column.histogram} />
        <span className={`${styles.caption} ellipsis`}>{rangeText(column)}</span>
      </>
    )
  const names = column.top.map(({ value }) => value).join(', ')
  return (
    <>
      <div className={styles.shareHolder}>
        <ShareBar top={column.top} total={rows - column.missing} />
      </div>
      <span className={`${styles.caption} ellipsis`}>
        {column.distinct > 6 || names === '' || names.length > mostLetters
          ? `${formatCount(column.distinct)} different`
          : names}
      </span>
    </>
  )
}

/** A column's name, kind, missing share and shape; a click selects the column. */
export function HeaderCell({
  column,
  rows,
  selected,
  onSelect,
}: {
  column: ColumnSummary
  rows: number
  selected: boolean
  onSelect: () => void
}) {
  const warnings = column.warnings.filter(({ severity }) => severity === 'warning').length
  return (
    <button
      type="button"
      tabIndex={-1}
      className={styles.headButton}
      data-selected={selected}
      onClick={onSelect}
      aria-label={`Column ${column.name}`}
      aria-pressed={selected}
    >
      <span className={styles.headName}>
        <KindIcon kind={column.kind} />
        <strong className="ellipsis" title={column.name}>
          {column.name}
        </strong>
        {warnings > 0 && (
          <IconAlertTriangle size={14} className={styles.warning} role="img" aria-label={`${warnings} warnings`} />
        )}
      </span>
      <Picture column={column} rows={rows} />
      <span className={styles.missing} data-some={column.missing > 0}>
        {column.missing === 0 ? 'none missing' : `${formatShare(column.missing / Math.max(1, rows))} missing`}
      </span>
    </button>
  )
}
