import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect, useRef, useState, type CSSProperties } from 'react'
import type { Study } from '../../../../shared/studies.ts'
import { plural } from '../../../../core/words/format.ts'
import type { RunColumn } from './columns.ts'
import type { Ties } from '../noise/ties.ts'
import type { RunFamily } from './family.ts'
import type { MetricChoice } from '../scores.ts'
import { rowIds, tableRows } from './rows.ts'
import { RunRow, type RunRowActions } from './RunRow.tsx'
import { StudyRow, type StudyRowActions } from './StudyRow.tsx'
import type { RunGroup, Sorting } from './view.ts'
import styles from './table.module.css'

const ROW_HEIGHT = 32

interface RunTableProps extends RunRowActions {
  columns: readonly RunColumn[]
  groups: readonly RunGroup[]
  sorting: Sorting
  onSort: (sorting: Sorting) => void
  selected: ReadonlySet<string>
  /** Of the run whose details are shown. */
  focused: string | null
  /** With the ids of the runs and studies that are to be chosen: every row, or none. */
  onSelectAll: (ids: readonly string[]) => void
  readOnly: boolean
  /** Of runs that branched from another, or were branched from. */
  families?: ReadonlyMap<string, RunFamily>
  /** Whose runs are one line until it is opened; without them every run is a row. */
  studies?: { all: readonly Study[]; metric: MetricChoice; ties: Ties } & StudyRowActions
}

const noStudies: readonly Study[] = []

/** Every run a row, however many: only those in sight are drawn. Headings sort, boxes choose what to compare. */
export function RunTable(props: RunTableProps) {
  const { columns, groups, sorting, selected, studies } = props
  const scroller = useRef<HTMLDivElement>(null)
  /** Whether columns are out of sight at the right. */
  const [hasMore, setHasMore] = useState(false)
  const [now] = useState(() => Date.now())
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set())
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const rows = tableRows(groups, studies?.all ?? noStudies, closed, opened)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  })
  const shown = virtual.getVirtualItems()
  const before = shown[0]?.start ?? 0
  const after = virtual.getTotalSize() - (shown.at(-1)?.end ?? 0)
  const look = useCallback(() => {
    const element = scroller.current
    if (element !== null) setHasMore(element.scrollLeft + element.clientWidth < element.scrollWidth - 1)
  }, [])
  const tableWidth = 96 + columns.reduce((sum, { width }) => sum + width, 0)
  useEffect(() => {
    const element = scroller.current
    if (element === null) return undefined
    const watcher = new ResizeObserver(look)
    watcher.observe(element)
    return () => watcher.disconnect()
  }, [look, tableWidth])
  const all = [...new Set(groups.flatMap(({ runs }) => rowIds(runs, studies?.all ?? noStudies)))]
  const chosen = all.filter((id) => selected.has(id)).length
  const toggle = (label: string) => setClosed((old) => toggled(old, label))
  const toggleStudy = (id: string) => setOpened((old) => toggled(old, id))
  return (
    <div className={styles.scroll} ref={scroller} data-more={hasMore} onScroll={look}>
      <table className={styles.table} aria-rowcount={rows.length + 1} style={{ width: tableWidth }}>
        <colgroup>
          <col style={{ width: 34 }} />
          <col style={{ width: 28 }} />
          {columns.map(({ id, width }) => (
            <col key={id} style={{ width }} />
          ))}
          <col />
          <col style={{ width: 34 }} />
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col" className={styles.box}>
              <input
                type="checkbox"
                aria-label="Select every run shown"
                checked={chosen > 0 && chosen === all.length}
                ref={(box) => {
                  if (box !== null) box.indeterminate = chosen > 0 && chosen < all.length
                }}
                onChange={(event) => props.onSelectAll(event.currentTarget.checked ? all : [])}
              />
            </th>
            <th scope="col">
              <span className={styles.hidden}>Star</span>
            </th>
            {columns.map((column) => (
              <Heading key={column.id} column={column} sorting={sorting} onSort={props.onSort} />
            ))}
            <td className={styles.filler} />
            <th scope="col">
              <span className={styles.hidden}>Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          <Space height={before} />
          {shown.map(({ index }) => {
            const row = rows[index]
            if (row === undefined) return null
            if (row.kind === 'group') {
              const label = row.group.label ?? ''
              return (
                <GroupRow
                  key={`group ${label}`}
                  group={row.group}
                  rowIndex={index + 2}
                  span={columns.length + 4}
                  open={!closed.has(label)}
                  onToggle={toggle}
                />
              )
            }
            if (row.kind === 'study') {
              const { id } = row.line.study
              return studies === undefined ? null : (
                <StudyRow
                  key={`${id} ${index}`}
                  line={row.line}
                  rowIndex={index + 2}
                  columns={columns}
                  metric={studies.metric}
                  now={now}
                  open={opened.has(id)}
                  selected={selected.has(id)}
                  readOnly={props.readOnly}
                  tie={studies.ties.get(id)}
                  onToggle={toggleStudy}
                  onSelect={props.onSelect}
                  onOpenStudy={studies.onOpenStudy}
                  onRemoveStudy={studies.onRemoveStudy}
                />
              )
            }
            const { run } = row
            return (
              <RunRow
                key={`${run.id} ${index}`}
                run={run}
                rowIndex={index + 2}
                isMember={row.isMember}
                tie={studies?.ties.get(run.id)}
                family={props.families?.get(run.id)}
                columns={columns}
                now={now}
                selected={selected.has(run.id)}
                focused={props.focused === run.id}
                readOnly={props.readOnly}
                onSelect={props.onSelect}
                onFocus={props.onFocus}
                onOpen={props.onOpen}
                onRename={props.onRename}
                onStar={props.onStar}
                onRepeat={props.onRepeat}
                onRemove={props.onRemove}
              />
            )
          })}
          <Space height={after} />
        </tbody>
      </table>
    </div>
  )
}

function toggled(old: ReadonlySet<string>, item: string): Set<string> {
  const next = new Set(old)
  if (!next.delete(item)) next.add(item)
  return next
}

function Heading(props: { column: RunColumn; sorting: Sorting; onSort: (sorting: Sorting) => void }) {
  const { column, sorting } = props
  const isSorted = sorting.column === column.id
  const Arrow = sorting.descending ? IconArrowDown : IconArrowUp
  const next = { column: column.id, descending: isSorted ? !sorting.descending : column.numeric }
  return (
    <th
      scope="col"
      data-numeric={column.numeric}
      aria-sort={!isSorted ? 'none' : sorting.descending ? 'descending' : 'ascending'}
    >
      <button type="button" title={column.heading} onClick={() => props.onSort(next)}>
        <span>{column.heading}</span>
        {isSorted && <Arrow size={13} aria-hidden />}
      </button>
    </th>
  )
}

/** Stands in for the rows that are out of sight. */
function Space({ height }: { height: number }) {
  const style: CSSProperties = { height, padding: 0, border: 0 }
  return height > 0 ? (
    <tr aria-hidden>
      <td style={style} />
    </tr>
  ) : null
}

function GroupRow(props: {
  rowIndex: number
  group: RunGroup
  span: number
  open: boolean
  onToggle: (label: string) => void
}) {
  const { label, runs } = props.group
  return (
    <tr aria-rowindex={props.rowIndex} className={styles.group}>
      <th colSpan={props.span} scope="rowgroup">
        <button type="button" aria-expanded={props.open} onClick={() => props.onToggle(label ?? '')}>
          <span aria-hidden>{props.open ? '▾' : '▸'}</span> {label}{' '}
          <span className={styles.count}>{plural(runs.length, 'run')}</span>
        </button>
      </th>
    </tr>
  )
}
