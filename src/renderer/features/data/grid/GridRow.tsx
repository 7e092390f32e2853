import type { ReactNode } from 'react'
import type { ColumnSummary } from '../../../../shared/datasets.ts'
import { formatCount } from '../../../../core/words/format.ts'
import styles from './DataGrid.module.css'
import { type CellRange, contains } from './selection.ts'

function CellText({ text, markers }: { text: string; markers: ReadonlySet<string> | undefined }): ReactNode {
  if (text === '') return <span className={styles.absent}>missing</span>
  if (markers?.has(text) === true) return <span className={styles.absent}>{text}</span>
  return text
}

/** One row of the table, the columns in sight. */
export function GridRow({
  row,
  height,
  loaded,
  columns,
  across,
  numberWidth,
  markers,
  activeColumn,
  selected,
  range,
  copied,
  onPick,
  onDrag,
}: {
  row: number
  height: number
  /** Its texts, null while they are under way. */
  loaded: string[] | null
  columns: readonly ColumnSummary[]
  across: readonly { index: number; start: number; size: number }[]
  numberWidth: number
  markers: readonly ReadonlySet<string>[]
  /** Null where the active cell is in another row. */
  activeColumn: number | null
  selected: number | null
  /** Null where a single cell is selected. */
  range: CellRange | null
  copied: boolean
  onPick: (column: number, extend: boolean) => void
  /** The pointer goes on over this cell with its button held. */
  onDrag: (column: number) => void
}) {
  return (
    <div className={styles.row} style={{ height }} role="row" aria-rowindex={row + 2}>
      <div className={styles.rowNumber} style={{ width: numberWidth }} role="rowheader">
        {formatCount(row + 1)}
      </div>
      {across.map(({ index, start, size }) => {
        const inRange = range !== null && contains(range, row, index)
        return (
          <div
            key={index}
            id={`cell-${row}-${index}`}
            className={styles.cell}
            style={{ left: numberWidth + start, width: size }}
            role="gridcell"
            aria-colindex={index + 1}
            aria-selected={inRange || activeColumn === index}
            data-kind={columns[index]?.kind}
            data-active={activeColumn === index}
            data-column={selected === index}
            data-range={inRange}
            data-copied={copied && (inRange || (range === null && activeColumn === index))}
            onMouseDown={(event) => {
              if (event.button === 0) onPick(index, event.shiftKey)
            }}
            onMouseEnter={(event) => {
              if (event.buttons === 1) onDrag(index)
            }}
          >
            {loaded === null ? (
              <span className={styles.pending} />
            ) : (
              <CellText text={loaded[index] ?? ''} markers={markers[index]} />
            )}
          </div>
        )
      })}
    </div>
  )
}
