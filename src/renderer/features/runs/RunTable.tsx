import { ActionIcon, Checkbox, Menu, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconDots, IconPencil, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { Run } from '../../../shared/runs.ts'
import { formatAgo, formatCount, formatDuration, formatMoment } from '../../components/format.ts'
import { formatMetric } from '../evaluate/metricWords.ts'
import { configInShort, stateWords } from '../train/words.ts'
import { runColumns, score, scoreName, sortRuns, type MetricChoice, type RunColumn, type Sorting } from './runTable.ts'
import styles from './runs.module.css'

const headings: Record<RunColumn, string> = {
  name: 'Run',
  state: 'State',
  dataset: 'Dataset',
  target: 'Target',
  settings: 'Settings',
  epochs: 'Epochs',
  best: 'Best epoch',
  validation: 'Validation',
  test: 'Test',
  time: 'Time',
  created: 'Created',
}
const numeric: ReadonlySet<RunColumn> = new Set(['epochs', 'best', 'validation', 'test', 'time'])

interface RunTableProps {
  runs: readonly Run[]
  metric: MetricChoice
  sorting: Sorting
  onSort: (sorting: Sorting) => void
  selected: ReadonlySet<string>
  onSelect: (id: string, on: boolean) => void
  onOpen: (run: Run, step: 'train' | 'evaluate' | 'use') => void
  onRename: (run: Run, name: string) => void
  onRemove: (run: Run) => void
}

/** Every run a row; headings sort, boxes choose what to compare. */
export function RunTable(props: RunTableProps) {
  const { sorting } = props
  const [now] = useState(() => Date.now())
  const sort = (column: RunColumn) =>
    props.onSort({ column, descending: sorting.column === column ? !sorting.descending : numeric.has(column) })
  const Arrow = sorting.descending ? IconArrowDown : IconArrowUp
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col" className={styles.box}>
              <span className={styles.hidden}>Compare</span>
            </th>
            {runColumns.map((column) => (
              <th
                key={column}
                scope="col"
                data-numeric={numeric.has(column)}
                aria-sort={sorting.column !== column ? 'none' : sorting.descending ? 'descending' : 'ascending'}
              >
                <button type="button" onClick={() => sort(column)}>
                  {headings[column]}
                  {sorting.column === column && <Arrow size={13} aria-hidden />}
                </button>
              </th>
            ))}
            <th scope="col">
              <span className={styles.hidden}>Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sortRuns(props.runs, sorting, props.metric).map((run) => (
            <RunRow key={run.id} {...props} run={run} now={now} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function RunRow(props: RunTableProps & { run: Run; now: number }) {
  const { run, metric, onOpen } = props
  const [renaming, setRenaming] = useState(false)
  const [asked, setAsked] = useState(false)
  const ended = run.metrics !== null
  const finish = (name: string) => {
    setRenaming(false)
    if (name.trim() !== '' && name.trim() !== run.name) props.onRename(run, name.trim())
  }
  return (
    <tr data-selected={props.selected.has(run.id)}>
      <td className={styles.box}>
        <Checkbox
          aria-label={`Compare ${run.name}`}
          checked={props.selected.has(run.id)}
          onChange={(event) => props.onSelect(run.id, event.currentTarget.checked)}
        />
      </td>
      <td>
        {renaming ? (
          <TextInput
            aria-label={`Name of ${run.name}`}
            defaultValue={run.name}
            autoFocus
            maxLength={200}
            onFocus={(event) => event.currentTarget.select()}
            onBlur={(event) => finish(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') finish(event.currentTarget.value)
              if (event.key === 'Escape') setRenaming(false)
            }}
          />
        ) : (
          <button type="button" className={styles.open} title="Open in Train" onClick={() => onOpen(run, 'train')}>
            {run.name}
          </button>
        )}
      </td>
      <td>
        <span className={styles.state} data-state={run.state}>
          {stateWords[run.state]}
        </span>
      </td>
      <td title={run.datasetName}>{run.datasetName}</td>
      <td title={run.target}>{run.target}</td>
      <td title={configInShort(run.config)}>{configInShort(run.config)}</td>
      <td data-numeric>{formatCount(run.epochs)}</td>
      <td data-numeric>{run.bestEpoch === null ? '–' : formatCount(run.bestEpoch)}</td>
      <td data-numeric title={scoreName(run, metric)}>
        {formatMetric(score(run, 'validation', metric))}
      </td>
      <td data-numeric title={scoreName(run, metric)}>
        {formatMetric(score(run, 'test', metric))}
      </td>
      <td data-numeric>{formatDuration(run.seconds.total)}</td>
      <td title={formatMoment(run.created)}>{formatAgo(run.created, props.now)}</td>
      <td>
        <Menu
          transitionProps={{
            // Only when the menu has gone and given the focus back may the field take it.
            onExited: () => {
              if (asked) setRenaming(true)
              setAsked(false)
            },
          }}
        >
          <Menu.Target>
            <ActionIcon size={24} aria-label={`Actions for ${run.name}`}>
              <IconDots size={16} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => onOpen(run, 'train')}>Open in Train</Menu.Item>
            <Menu.Item disabled={!ended} onClick={() => onOpen(run, 'evaluate')}>
              Open in Evaluate
            </Menu.Item>
            <Menu.Item disabled={!ended} onClick={() => onOpen(run, 'use')}>
              Open in Use
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item leftSection={<IconPencil size={14} aria-hidden />} onClick={() => setAsked(true)}>
              Rename
            </Menu.Item>
            <Menu.Item leftSection={<IconTrash size={14} aria-hidden />} onClick={() => props.onRemove(run)}>
              Remove
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </td>
    </tr>
  )
}
