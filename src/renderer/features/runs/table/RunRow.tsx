import { ActionIcon, Menu, TextInput } from '@mantine/core'
import { IconDots, IconPencil, IconRepeat, IconStar, IconStarFilled, IconTrash } from '@tabler/icons-react'
import { memo, useState } from 'react'
import type { Run } from '../../../../shared/runs.ts'
import { formatAgo, formatMoment } from '../../../../core/words/format.ts'
import { isCancelled } from '../../queue/waiting.ts'
import type { Ties } from '../noise/ties.ts'
import { BranchMark } from './BranchMark.tsx'
import type { RunColumn } from './columns.ts'
import type { RunFamily } from './family.ts'
import { TieMark } from './TieMark.tsx'
import styles from './table.module.css'

export interface RunRowActions {
  onSelect: (id: string, on: boolean) => void
  /** Shows the details of a run. */
  onFocus: (id: string) => void
  onOpen: (run: Run, step: 'train' | 'evaluate' | 'use') => void
  onRename: (run: Run, name: string) => void
  onStar: (run: Run) => void
  onRepeat: (run: Run) => void
  onRemove: (run: Run) => void
}

interface RunRowProps extends RunRowActions {
  run: Run
  /** Among all rows of the table, from 1. */
  rowIndex: number
  /** Of a study that stands above it. */
  isMember?: boolean
  tie?: ReturnType<Ties['get']>
  /** Where it branched from another run, or was branched from. */
  family?: RunFamily | undefined
  columns: readonly RunColumn[]
  now: number
  selected: boolean
  focused: boolean
  readOnly: boolean
}

/** One run: its star, its name, what the columns say of it and what can be done with it. */
export const RunRow = memo(function RunRow(props: RunRowProps) {
  const { run, columns, readOnly, onOpen } = props
  const [renaming, setRenaming] = useState(false)
  const [asked, setAsked] = useState(false)
  const ended = run.metrics !== null
  const starred = run.starred === true
  const Star = starred ? IconStarFilled : IconStar
  return (
    <tr
      aria-rowindex={props.rowIndex}
      className={props.isMember === true ? styles.member : undefined}
      data-selected={props.selected}
      data-focused={props.focused}
      onClick={() => props.onFocus(run.id)}
    >
      <td className={styles.box}>
        <input
          type="checkbox"
          aria-label={`Compare ${run.name}`}
          checked={props.selected}
          onChange={(event) => props.onSelect(run.id, event.currentTarget.checked)}
        />
      </td>
      <td className={styles.star}>
        <button
          type="button"
          aria-label={`Star ${run.name}`}
          aria-pressed={starred}
          disabled={readOnly}
          data-on={starred}
          onClick={() => props.onStar(run)}
        >
          <Star size={15} aria-hidden />
        </button>
      </td>
      {columns.map((column) =>
        column.id === 'name' ? (
          <td key={column.id}>
            {renaming ? (
              <NameField
                run={run}
                onDone={(name) => {
                  setRenaming(false)
                  if (name !== null) props.onRename(run, name)
                }}
              />
            ) : (
              <span className={styles.name}>
                <button
                  type="button"
                  className={styles.open}
                  title="Open in Train"
                  onClick={() => onOpen(run, 'train')}
                >
                  {run.name}
                </button>
                {props.family !== undefined && (
                  <BranchMark family={props.family} onOpen={(other) => onOpen(other, 'train')} />
                )}
              </span>
            )}
          </td>
        ) : (
          <Cell key={column.id} run={run} column={column} now={props.now} tie={props.tie} />
        ),
      )}
      <td className={styles.filler} />
      <td className={styles.actions}>
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
            <Menu.Item
              disabled={readOnly || run.state !== 'finished'}
              leftSection={<IconRepeat size={14} aria-hidden />}
              onClick={() => props.onRepeat(run)}
            >
              Repeat this run
            </Menu.Item>
            <Menu.Item
              disabled={readOnly}
              leftSection={<IconPencil size={14} aria-hidden />}
              onClick={() => setAsked(true)}
            >
              Rename
            </Menu.Item>
            <Menu.Item
              disabled={readOnly}
              leftSection={<IconTrash size={14} aria-hidden />}
              onClick={() => props.onRemove(run)}
            >
              Remove
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </td>
    </tr>
  )
})

function NameField({ run, onDone }: { run: Run; onDone: (name: string | null) => void }) {
  const finish = (typed: string) => {
    const name = typed.trim()
    onDone(name === '' || name === run.name ? null : name)
  }
  return (
    <TextInput
      aria-label={`Name of ${run.name}`}
      size="xs"
      defaultValue={run.name}
      autoFocus
      maxLength={200}
      onFocus={(event) => event.currentTarget.select()}
      onBlur={(event) => finish(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') finish(event.currentTarget.value)
        if (event.key === 'Escape') onDone(null)
      }}
    />
  )
}

function Cell({ run, column, now, tie }: { run: Run; column: RunColumn; now: number; tie: ReturnType<Ties['get']> }) {
  if (column.id === 'created') return <td title={formatMoment(run.created)}>{formatAgo(run.created, now)}</td>
  if (column.id === 'tags') {
    return (
      <td title={run.tags?.join(', ')}>
        {run.tags?.map((tag) => (
          <span key={tag} className={styles.tag}>
            {tag}
          </span>
        ))}
      </td>
    )
  }
  const text = column.text(run)
  return (
    <td data-numeric={column.numeric} title={column.title?.(run) ?? text}>
      {(column.id === 'validation' || column.id === 'test') && <TieMark mark={tie?.[column.id]} />}{' '}
      {column.id === 'state' ? (
        <span className={styles.state} data-state={isCancelled(run) ? 'cancelled' : run.state}>
          {text}
        </span>
      ) : (
        text
      )}
    </td>
  )
}
