import { useElementSize, useMergedRef } from '@mantine/hooks'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useImperativeHandle, useMemo, useRef, useState } from 'react'
import type { Dataset } from '../../../../shared/datasets.ts'
import { useHost } from '../../../app/data.tsx'
import { useStore } from '../../../app/store.ts'
import { formatCount, plural } from '../../../../core/words/format.ts'
import { CellBar } from './CellBar.tsx'
import { ColumnEdge } from './ColumnEdge.tsx'
import { chosenWidths, columnWidth, setColumnWidth } from './columnWidths.ts'
import { copyCells, MOST_COPIED_CELLS } from './copyCells.ts'
import styles from './DataGrid.module.css'
import { GridRow } from './GridRow.tsx'
import { HeaderCell } from './HeaderCell.tsx'
import { type GridMove, moveCell, type Cell } from './moveCell.ts'
import { type Align, rowWindow, scrollToRow } from './rowWindow.ts'
import { cellCount, rangeOf } from './selection.ts'
import { useRowCache } from './useRowCache.ts'

const ROW_HEIGHT = 26
const HEAD_HEIGHT = 96
const firstCell: Cell = { row: 0, column: 0 }

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

export interface GridHandle {
  /** At the column of this name, where one is given. */
  goToRow: (row: number, column?: string) => void
  goToColumn: (column: string) => void
  /** Makes a cell the active one, without taking the focus. */
  showCell: (cell: Cell) => void
  cell: () => Cell
}

/**
 * The table as the file holds it: virtual in both directions, cells as source text. Arrow keys, Page Up and Down,
 * Home and End (with Ctrl: the whole table) move, with Shift they select; Ctrl+C copies what is selected as a
 * spreadsheet would. Below it the active cell in full, with its place in the file.
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
  // A selection reaches from its anchor to the active cell.
  const [{ anchor, active }, setCells] = useState({ anchor: firstCell, active: firstCell })
  const [copied, setCopied] = useState<'none' | 'copied' | 'tooMany'>('none')
  const host = useHost()
  const widths = useStore(chosenWidths)
  const { cache, error } = useRowCache(project, dataset)
  const { columns, rows } = dataset
  const selection = rangeOf(anchor, active)
  const range = cellCount(selection) === 1 ? null : selection
  const numberWidth = Math.max(54, formatCount(rows).length * 8 + 22)
  const virtual = useVirtualizer({
    count: columns.length,
    horizontal: true,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => {
      const column = columns[index]
      return column === undefined ? 116 : columnWidth(widths, dataset.id, column)
    },
    overscan: 2,
    scrollPaddingStart: numberWidth,
  })
  useEffect(() => virtual.measure(), [virtual, widths])
  const geometry = { rows, rowHeight: ROW_HEIGHT, viewport: Math.max(ROW_HEIGHT, height - HEAD_HEIGHT) }
  const window = rowWindow(scrollTop, geometry)
  useEffect(() => cache.want(window.first, window.last), [cache, window.first, window.last])
  const markers = useMemo(
    () => columns.map(({ missingMarkers }) => new Set(missingMarkers.map(({ marker }) => marker))),
    [columns],
  )

  const pick = (cell: Cell, extend: boolean) => {
    setCells((before) => ({ anchor: extend ? before.anchor : cell, active: cell }))
    setCopied('none')
  }
  const show = (cell: Cell, align: Align, extend = false) => {
    pick(cell, extend)
    const element = scroller.current
    if (element === null) return
    element.scrollTop = scrollToRow(cell.row, element.scrollTop, geometry, align)
    virtual.scrollToIndex(cell.column, { align: 'auto' })
  }
  useImperativeHandle(handle, () => ({
    goToRow: (row, name) => {
      const named = name === undefined ? -1 : columns.findIndex((column) => column.name === name)
      const column = named < 0 ? active.column : named
      show({ column, row: Math.max(0, Math.min(rows - 1, row)) }, 'start')
      scroller.current?.focus()
    },
    goToColumn: (name) => {
      const index = columns.findIndex((column) => column.name === name)
      if (index < 0) return
      onSelect(index)
      show({ ...active, column: index }, 'nearest')
    },
    showCell: (cell) => show(cell, 'middle'),
    cell: () => active,
  }))

  const onKeyDown = (event: KeyboardEvent) => {
    const control = event.ctrlKey || event.metaKey
    if (control && event.key.toLowerCase() === 'c') {
      event.preventDefault()
      void copyCells(host, { project, dataset: dataset.id }, selection).then(
        (done) => setCopied(done ? 'copied' : 'tooMany'),
        () => setCopied('none'),
      )
      return
    }
    if (control && event.key.toLowerCase() === 'a') {
      event.preventDefault()
      setCells({ anchor: firstCell, active: { row: rows - 1, column: columns.length - 1 } })
      setCopied('none')
      return
    }
    const widen = event.altKey && event.shiftKey ? { ArrowLeft: -12, ArrowRight: 12 }[event.key] : undefined
    const column = columns[active.column]
    if (widen !== undefined && column !== undefined) {
      event.preventDefault()
      setColumnWidth(dataset.id, column.name, columnWidth(widths, dataset.id, column) + widen)
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
    const next = moveCell(active, move, { rows, columns: columns.length, page, all: control })
    show(next, 'nearest', event.shiftKey)
    if (next.column !== active.column && selected !== null && !event.shiftKey) onSelect(next.column)
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
        aria-multiselectable
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
                        pick({ ...active, column: index }, false)
                      }}
                    />
                    <ColumnEdge dataset={dataset.id} column={column} width={size} />
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
                  height={ROW_HEIGHT}
                  loaded={cache.row(row)}
                  columns={columns}
                  across={across}
                  numberWidth={numberWidth}
                  markers={markers}
                  activeColumn={active.row === row ? active.column : null}
                  selected={selected}
                  range={range}
                  copied={copied === 'copied'}
                  onPick={(column, extend) => {
                    pick({ row, column }, extend)
                    if (selected !== null && !extend) onSelect(column)
                  }}
                  onDrag={(column) => pick({ row, column }, true)}
                />
              ),
            )}
          </div>
        </div>
        {error !== null && <div className={styles.failure}>Some rows could not be read. Scroll to try again.</div>}
      </div>
      <CellBar
        project={project}
        dataset={dataset}
        column={columns[active.column]}
        cell={active}
        range={range}
        text={cache.row(active.row)?.[active.column] ?? null}
      />
      <span className={copied === 'tooMany' ? styles.tooMany : styles.spoken} role="status">
        {copied === 'copied' && `${plural(cellCount(selection), 'cell')} copied`}
        {copied === 'tooMany' &&
          `${formatCount(cellCount(selection))} cells are too many for the clipboard; up to ${formatCount(MOST_COPIED_CELLS)} are copied.`}
      </span>
    </>
  )
}
