import { useElementSize, useMergedRef } from '@mantine/hooks'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type ReactNode, useEffect, useImperativeHandle, useMemo, useRef, useState } from 'react'
import type { ColumnSummary, Dataset } from '../../../../shared/datasets.ts'
import { formatCount } from '../../../components/format.ts'
import styles from './DataGrid.module.css'
import { HeaderCell } from './HeaderCell.tsx'
import { type GridMove, moveCell, type Cell } from './moveCell.ts'
import type { RowCache } from './rowCache.ts'
import { rowWindow, scrollToRow } from './rowWindow.ts'
import { useRowCache } from './useRowCache.ts'

const ROW_HEIGHT = 26
const HEAD_HEIGHT = 96

/** Wide enough for the name and the usual values, within a spreadsheet's limits. */
function columnWidth(column: ColumnSummary): number {
  const longest = Math.max(0, ...column.top.slice(0, 8).map(({ value }) => value.length))
  return Math.round(Math.min(260, Math.max(116, column.name.length * 8 + 58, longest * 7.4 + 26)))
}

const moves: Record<string, GridMove> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  PageUp: 'pageUp',
  PageDown: 'pageDown',
  Home: 'rowStart',
  End: 'rowEnd',
}

function CellText({ text, markers }: { text: string; markers: ReadonlySet<string> | undefined }): ReactNode {
  if (text === '') return <span className={styles.absent}>missing</span>
  if (markers?.has(text) === true) return <span className={styles.absent}>{text}</span>
  return text
}

export interface GridHandle {
  goToRow: (row: number) => void
  goToColumn: (column: string) => void
}

/**
 * The table as the file holds it: virtual in both directions, cells as source text. Arrow keys, Page Up and Down,
 * Home and End (with Ctrl: the whole table) move; Ctrl+C copies the cell.
 */
export function DataGrid({
  project,
  dataset,
  selected,
  onSelect,
  handle,
}: {
  project: string
  dataset: Dataset
  /** Index of the selected column. */
  selected: number | null
  onSelect: (column: number) => void
  handle: React.Ref<GridHandle>
}) {
  const scroller = useRef<HTMLDivElement>(null)
  const { ref: sizer, width, height } = useElementSize<HTMLDivElement>()
  const setScroller = useMergedRef(scroller, sizer)
  const [scrollTop, setScrollTop] = useState(0)
  const [active, setActive] = useState<Cell>({ row: 0, column: 0 })
  const [copied, setCopied] = useState(false)
  const { cache, error } = useRowCache(project, dataset)
  const { columns, rows } = dataset
  const numberWidth = Math.max(54, formatCount(rows).length * 8 + 22)
  const virtual = useVirtualizer({
    count: columns.length,
    horizontal: true,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => {
      const column = columns[index]
      return column === undefined ? 116 : columnWidth(column)
    },
    overscan: 2,
    scrollPaddingStart: numberWidth,
  })
  const geometry = { rows, rowHeight: ROW_HEIGHT, viewport: Math.max(ROW_HEIGHT, height - HEAD_HEIGHT) }
  const window = rowWindow(scrollTop, geometry)
  useEffect(() => cache.want(window.first, window.last), [cache, window.first, window.last])
  const markers = useMemo(
    () => columns.map(({ missingMarkers }) => new Set(missingMarkers.map(({ marker }) => marker))),
    [columns],
  )

  const show = (cell: Cell, align: 'nearest' | 'start') => {
    setActive(cell)
    setCopied(false)
    const element = scroller.current
    if (element === null) return
    element.scrollTop = scrollToRow(cell.row, element.scrollTop, geometry, align)
    virtual.scrollToIndex(cell.column, { align: 'auto' })
  }
  useImperativeHandle(handle, () => ({
    goToRow: (row) => {
      show({ ...active, row: Math.max(0, Math.min(rows - 1, row)) }, 'start')
      scroller.current?.focus()
    },
    goToColumn: (name) => {
      const index = columns.findIndex((column) => column.name === name)
      if (index < 0) return
      onSelect(index)
      show({ ...active, column: index }, 'nearest')
    },
  }))

  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'c') {
      if (document.getSelection()?.isCollapsed === false) return
      const text = cache.row(active.row)?.[active.column]
      if (text === undefined) return
      event.preventDefault()
      void navigator.clipboard.writeText(text).then(() => setCopied(true))
      return
    }
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault()
      onSelect(active.column)
      return
    }
    const move = moves[event.key]
    if (move === undefined || event.altKey) return
    event.preventDefault()
    const page = Math.max(1, Math.floor(geometry.viewport / ROW_HEIGHT) - 1)
    const next = moveCell(active, move, { rows, columns: columns.length, page, all: event.ctrlKey || event.metaKey })
    show(next, 'nearest')
    if (next.column !== active.column && selected !== null) onSelect(next.column)
  }

  const across = virtual.getVirtualItems()
  const contentWidth = numberWidth + virtual.getTotalSize()
  return (
    <>
      <div
        ref={setScroller}
        className={styles.grid}
        role="grid"
        aria-label={`Table ${dataset.name}`}
        aria-rowcount={rows + 1}
        aria-colcount={columns.length}
        aria-activedescendant={`cell-${active.row}-${active.column}`}
        tabIndex={0}
        onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}
        onKeyDown={onKeyDown}
      >
        <div style={{ height: window.height + HEAD_HEIGHT, width: Math.max(contentWidth, width) }} role="presentation">
          <div className={styles.head} style={{ height: HEAD_HEIGHT }} role="row" aria-rowindex={1}>
            <div className={styles.corner} style={{ width: numberWidth }} role="presentation" />
            {across.map(({ index, start, size }) => {
              const column = columns[index]
              return (
                column !== undefined && (
                  <div
                    key={index}
                    className={styles.headCell}
                    style={{ left: numberWidth + start, width: size }}
                    role="columnheader"
                    aria-colindex={index + 1}
                  >
                    <HeaderCell
                      column={column}
                      rows={rows}
                      selected={selected === index}
                      onSelect={() => {
                        onSelect(index)
                        setActive({ ...active, column: index })
                      }}
                    />
                  </div>
                )
              )
            })}
          </div>
          <div className={styles.rows} style={{ transform: `translateY(${window.offset}px)` }} role="presentation">
            {Array.from({ length: Math.max(0, window.last - window.first) }, (_, index) => window.first + index).map(
              (row) => (
                <GridRow
                  key={row}
                  row={row}
                  cache={cache}
                  loaded={cache.row(row)}
                  columns={columns}
                  across={across}
                  numberWidth={numberWidth}
                  markers={markers}
                  activeColumn={active.row === row ? active.column : null}
                  selected={selected}
                  copied={copied && active.row === row}
                  onPick={(column) => {
                    setActive({ row, column })
                    setCopied(false)
                    if (selected !== null) onSelect(column)
                  }}
                />
              ),
            )}
          </div>
        </div>
        {error !== null && <div className={styles.failure}>Some rows could not be read. Scroll to try again.</div>}
      </div>
      <span className={styles.spoken} role="status">
        {copied ? 'Cell copied' : ''}
      </span>
    </>
  )
}

function GridRow({
  row,
  loaded,
  columns,
  across,
  numberWidth,
  markers,
  activeColumn,
  selected,
  copied,
  onPick,
}: {
  row: number
  cache: RowCache
  loaded: string[] | null
  columns: readonly ColumnSummary[]
  across: readonly { index: number; start: number; size: number }[]
  numberWidth: number
  markers: readonly ReadonlySet<string>[]
  activeColumn: number | null
  selected: number | null
  copied: boolean
  onPick: (column: number) => void
}) {
  return (
    <div className={styles.row} style={{ height: ROW_HEIGHT }} role="row" aria-rowindex={row + 2}>
      <div className={styles.rowNumber} style={{ width: numberWidth }} role="rowheader">
        {formatCount(row + 1)}
      </div>
      {across.map(({ index, start, size }) => (
        <div
          key={index}
          id={`cell-${row}-${index}`}
          className={styles.cell}
          style={{ left: numberWidth + start, width: size }}
          role="gridcell"
          aria-colindex={index + 1}
          aria-selected={activeColumn === index}
          data-kind={columns[index]?.kind}
          data-active={activeColumn === index}
          data-column={selected === index}
          data-copied={copied && activeColumn === index}
          onMouseDown={() => onPick(index)}
        >
          {loaded === null ? (
            <span className={styles.pending} />
          ) : (
            <CellText text={loaded[index] ?? ''} markers={markers[index]} />
          )}
        </div>
      ))}
    </div>
  )
}
