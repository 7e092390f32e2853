import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef } from 'react'
import { type ColumnKind, columnKinds } from '../../../../shared/datasets.ts'
import { formatCount } from '../../../../core/words/format.ts'
import { KindIcon, kindTitles } from '../../../components/kinds.tsx'
import styles from './PreviewGrid.module.css'

const ROW_HEIGHT = 25
const MEASURED_ROWS = 60

export interface PreviewColumn {
  name: string
  /** Null while kinds are not known yet. */
  kind: ColumnKind | null
  /** How its numbers or dates are read, where that is worth saying. */
  note: string | null
  /** Whether a person has chosen something about it. */
  chosen: boolean
}

function widthOf(column: PreviewColumn, index: number, rows: readonly (readonly string[])[]): number {
  const longest = Math.max(0, ...rows.slice(0, MEASURED_ROWS).map((row) => row[index]?.length ?? 0))
  return Math.round(
    Math.min(280, Math.max(column.chosen ? 160 : 112, column.name.length * 7.6 + 50, longest * 7.4 + 24)),
  )
}

const kindChoices = columnKinds.map((value) => ({ value, label: kindTitles[value] }))

/** The first rows of a file as they would be imported, virtual in both directions. */
export function PreviewGrid({
  columns,
  rows,
  lines,
  lineWord,
  pending,
  selected,
  onSelect,
  onKind,
}: {
  columns: readonly PreviewColumn[]
  rows: readonly (readonly string[])[]
  /** The line of each row in the file; empty where it is not known. */
  lines: readonly number[]
  /** What a line is called: a sheet has rows. */
  lineWord: string
  /** What is shown is not yet what was chosen. */
  pending: boolean
  selected: string | null
  onSelect: ((column: string) => void) | null
  onKind: (column: string, kind: ColumnKind) => void
}) {
  const scroller = useRef<HTMLDivElement>(null)
  const lastNumber = lines.at(-1) ?? rows.length
  const numberWidth = Math.max(44, formatCount(lastNumber).length * 8 + 20)
  const widths = useMemo(() => columns.map((column, index) => widthOf(column, index, rows)), [columns, rows])
  const down = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 6,
  })
  const across = useVirtualizer({
    count: columns.length,
    horizontal: true,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => widths[index] ?? 112,
    getItemKey: (index) => `${index} ${widths[index] ?? 0}`,
    overscan: 2,
    scrollPaddingStart: numberWidth,
  })
  const seen = across.getVirtualItems()
  return (
    <div
      ref={scroller}
      className={styles.preview}
      tabIndex={0}
      role="region"
      aria-label="Preview"
      aria-busy={pending}
      data-pending={pending}
    >
      <div
        role="table"
        aria-label="The first rows"
        aria-rowcount={rows.length + 1}
        aria-colcount={columns.length}
        style={{ width: numberWidth + across.getTotalSize() }}
      >
        <div className={styles.head} role="row" aria-rowindex={1}>
          <div className={styles.corner} style={{ width: numberWidth }} role="columnheader">
            {lineWord}
          </div>
          {seen.map(({ index, start, size }) => {
            const column = columns[index]
            return (
              column !== undefined && (
                <div
                  key={index}
                  className={styles.headCell}
                  style={{ left: numberWidth + start, width: size }}
                  role="columnheader"
                  aria-colindex={index + 1}
                  data-selected={selected === column.name}
                >
                  <PreviewHead
                    column={column}
                    selected={selected === column.name}
                    onSelect={onSelect}
                    onKind={onKind}
                  />
                </div>
              )
            )
          })}
        </div>
        <div style={{ position: 'relative', height: down.getTotalSize() }} role="rowgroup">
          {down.getVirtualItems().map(({ index: row, start: top }) => (
            <div
              key={row}
              className={styles.row}
              style={{ height: ROW_HEIGHT, transform: `translateY(${top}px)` }}
              role="row"
              aria-rowindex={row + 2}
            >
              <div className={styles.rowNumber} style={{ width: numberWidth }} role="rowheader">
                {formatCount(lines[row] ?? row + 1)}
              </div>
              {seen.map(({ index, start, size }) => {
                const text = rows[row]?.[index] ?? ''
                return (
                  <div
                    key={index}
                    className={styles.cell}
                    style={{ left: numberWidth + start, width: size }}
                    role="cell"
                    aria-colindex={index + 1}
                    data-kind={columns[index]?.kind}
                    data-selected={selected !== null && selected === columns[index]?.name}
                  >
                    {text}
                  </div>
                )
              })}
            </div>
          ))}
        </div>
      </div>
    </div>
  )
}

function PreviewHead({
  column,
  selected,
  onSelect,
  onKind,
}: {
  column: PreviewColumn
  selected: boolean
  onSelect: ((column: string) => void) | null
  onKind: (column: string, kind: ColumnKind) => void
}) {
  const { name, kind } = column
  return (
    <>
      <button
        type="button"
        className={styles.name}
        disabled={onSelect === null}
        aria-pressed={selected}
        aria-label={`How ${name} is read`}
        title={name}
        onClick={() => onSelect?.(name)}
      >
        {kind !== null && <KindIcon kind={kind} size={14} />}
        <span className="ellipsis">{name}</span>
      </button>
      {kind !== null && (
        <div className={styles.kind}>
          <select
            aria-label={`Kind of ${name}`}
            value={kind}
            onChange={(event) => {
              const next = columnKinds.find((value) => value === event.currentTarget.value)
              if (next !== undefined) onKind(name, next)
            }}
          >
            {kindChoices.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </div>
      )}
      <div className={`${styles.note} ellipsis`} data-chosen={column.chosen}>
        {[...(column.chosen ? ['chosen'] : []), ...(column.note === null ? [] : [column.note])].join(', ')}
      </div>
    </>
  )
}
