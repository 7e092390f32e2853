import { Checkbox, VisuallyHidden } from '@mantine/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import type { SeenRow, EvaluatedRows, RowOrder } from '../../../../shared/evaluatedRows.ts'
import { formatPercent, formatValue } from '../../../../core/words/values.ts'
import { formatCount, formatNumber } from '../../../../core/words/format.ts'
import styles from './rows.module.css'

const ROW_HEIGHT = 28
const PAGE_ROWS = 15

interface Column {
  key: string
  title: string
  help?: string
  /** What the rows can be ordered by there. */
  by?: RowOrder['by']
  width: number
  isNumber: boolean
  text: (row: SeenRow) => string
}

function columnsOf({ classes, columns }: Pick<EvaluatedRows, 'classes' | 'columns'>): Column[] {
  const said: Column[] =
    classes === null
      ? [
          number('actual', 'actual', ({ actual }) => formatNumber(actual)),
          number('predicted', 'predicted', ({ predicted }) => formatValue(predicted, 5)),
          { ...number('error', 'error', ({ error }) => formatValue(error, 4)), help: 'Actual minus predicted.' },
        ]
      : [
          { ...label('actual', 'actual', ({ actual }) => classes[actual] ?? ''), by: 'actual' },
          { ...label('predicted', 'predicted', ({ predicted }) => classes[predicted] ?? ''), by: 'predicted' },
          {
            ...number('probability', 'probability', (row) => formatPercent(ofPredicted(row), 1)),
            help: 'How sure the model is of the class that it predicts.',
          },
          {
            ...number('loss', 'loss', ({ loss }) => formatValue(loss, 3)),
            help: 'What the row costs: −ln of the probability of its own class. Confident mistakes cost most.',
          },
        ]
  return [
    { ...number('row', 'row', ({ row }) => formatCount(row + 1)), width: 78 },
    ...said,
    ...columns.map((name, at): Column => ({ ...label(`column ${at}`, name, ({ texts }) => texts[at] ?? '') })),
  ]
}

function label(key: string, title: string, text: Column['text']): Column {
  return { key, title, width: 116, isNumber: false, text }
}

function number(by: RowOrder['by'], title: string, text: Column['text']): Column {
  return { key: by, title, by, width: 96, isNumber: true, text }
}

function ofPredicted({ predicted, probabilities }: SeenRow): number {
  return probabilities.find((one) => one.class === predicted)?.probability ?? NaN
}

/**
 * Rows with what the model says of them: virtual, in an order that the headings choose. Arrow keys, Page Up and Down,
 * Home and End move; Space chooses a row.
 */
export function RowsTable(props: {
  label: string
  about: Omit<EvaluatedRows, 'rows'>
  row: (index: number) => SeenRow | undefined
  order: RowOrder
  onOrder: (order: RowOrder) => void
  active: number
  onActive: (index: number) => void
  chosen: ReadonlySet<number>
  /** Null where rows cannot be chosen. */
  onChoose: ((row: number) => void) | null
  /** Rows that the recipe leaves out. */
  excluded: ReadonlySet<number>
  onRange: (first: number, last: number) => void
}) {
  const { about, order, active, chosen, onChoose, excluded, onRange } = props
  const scroller = useRef<HTMLDivElement>(null)
  const columns = columnsOf(about)
  const virtual = useVirtualizer({
    count: about.total,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 6,
    scrollPaddingStart: ROW_HEIGHT + 2,
  })
  const shown = virtual.getVirtualItems()
  const [first, last] = [shown[0]?.index ?? 0, shown.at(-1)?.index ?? 0]
  useEffect(() => onRange(first, last), [onRange, first, last])
  const width = 38 + columns.reduce((sum, column) => sum + column.width, 0)

  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: PAGE_ROWS,
      PageUp: -PAGE_ROWS,
      Home: -about.total,
      End: about.total,
    }
    if (event.key === ' ') {
      event.preventDefault()
      const row = props.row(active)
      if (row !== undefined) onChoose?.(row.row)
      return
    }
    const move = moves[event.key]
    if (move === undefined || event.altKey) return
    event.preventDefault()
    const next = Math.max(0, Math.min(about.total - 1, active + move))
    props.onActive(next)
    virtual.scrollToIndex(next, { align: 'auto' })
  }

  return (
    <div
      ref={scroller}
      className={styles.table}
      role="grid"
      aria-label={props.label}
      aria-rowcount={about.total + 1}
      aria-multiselectable
      aria-activedescendant={`evaluated-${active}`}
      tabIndex={0}
      data-autofocus
      onKeyDown={onKeyDown}
    >
      <div className={styles.head} role="row" style={{ width, height: ROW_HEIGHT }}>
        <span className={styles.check} role="columnheader">
          <VisuallyHidden>Chosen</VisuallyHidden>
        </span>
        {columns.map(({ key, title, help, by, width: own, isNumber }) => {
          const isOrder = by !== undefined && order.by === by
          return (
            <span
              key={key}
              role="columnheader"
              style={{ width: own }}
              data-number={isNumber}
              aria-sort={isOrder ? (order.descending ? 'descending' : 'ascending') : 'none'}
              title={help ?? title}
            >
              {by === undefined ? (
                <span className="ellipsis">{title}</span>
              ) : (
                <button
                  type="button"
                  onClick={() =>
                    props.onOrder({ by, descending: isOrder ? !order.descending : by !== 'row' && isNumber })
                  }
                >
                  {title}
                  {isOrder ? (order.descending ? ' ↓' : ' ↑') : ''}
                </button>
              )}
            </span>
          )
        })}
      </div>
      <div role="presentation" style={{ width, height: virtual.getTotalSize(), position: 'relative' }}>
        {shown.map(({ index, start }) => {
          const row = props.row(index)
          const isOut = row !== undefined && excluded.has(row.row)
          return (
            <div
              key={index}
              id={`evaluated-${index}`}
              className={styles.row}
              role="row"
              aria-rowindex={index + 2}
              aria-selected={row !== undefined && chosen.has(row.row)}
              data-active={index === active}
              data-out={isOut}
              style={{ height: ROW_HEIGHT, transform: `translateY(${start}px)`, width }}
              onMouseDown={() => props.onActive(index)}
            >
              <span className={styles.check} role="gridcell">
                {row !== undefined && onChoose !== null && (
                  <Checkbox
                    size="xs"
                    tabIndex={-1}
                    aria-label={`Choose row ${formatCount(row.row + 1)}`}
                    checked={chosen.has(row.row)}
                    onChange={() => onChoose(row.row)}
                  />
                )}
              </span>
              {columns.map(({ key, width: own, isNumber, text }) => (
                <span key={key} role="gridcell" className="ellipsis" style={{ width: own }} data-number={isNumber}>
                  {row === undefined ? '' : text(row)}
                </span>
              ))}
            </div>
          )
        })}
      </div>
    </div>
  )
}
