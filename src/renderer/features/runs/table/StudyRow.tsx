import { ActionIcon, Menu } from '@mantine/core'
import { IconChevronDown, IconChevronRight, IconDots, IconTrash } from '@tabler/icons-react'
import type { Study } from '../../../../shared/studies.ts'
import { formatAgo, plural } from '../../../../core/words/format.ts'
import type { StudyLine } from '../noise/measured.ts'
import type { Mark, Ties } from '../noise/ties.ts'
import type { MetricChoice } from '../scores.ts'
import type { RunColumn } from './columns.ts'
import { studyText } from './studyText.ts'
import { TieMark } from './TieMark.tsx'
import styles from './table.module.css'

export interface StudyRowActions {
  onOpenStudy: (study: Study) => void
  onRemoveStudy: (study: Study) => void
}

interface StudyRowProps extends StudyRowActions {
  line: StudyLine
  /** Among all rows of the table, from 1. */
  rowIndex: number
  columns: readonly RunColumn[]
  metric: MetricChoice
  now: number
  open: boolean
  selected: boolean
  readOnly: boolean
  tie: ReturnType<Ties['get']>
  onToggle: (id: string) => void
  onSelect: (id: string, on: boolean) => void
}

/** A study in one line: the mean of its runs with its interval. */
export function StudyRow(props: StudyRowProps) {
  const { line, open } = props
  const { study, runs } = line
  const Arrow = open ? IconChevronDown : IconChevronRight
  return (
    <tr aria-rowindex={props.rowIndex} data-selected={props.selected} className={styles.study}>
      <td className={styles.box}>
        <input
          type="checkbox"
          aria-label={`Compare ${study.name}`}
          checked={props.selected}
          onChange={(event) => props.onSelect(study.id, event.currentTarget.checked)}
        />
      </td>
      <td className={styles.star}>
        <button
          type="button"
          aria-expanded={open}
          aria-label={`Runs of ${study.name}`}
          onClick={() => props.onToggle(study.id)}
        >
          <Arrow size={15} aria-hidden />
        </button>
      </td>
      {props.columns.map((column) => (
        <StudyCell key={column.id} {...props} column={column} />
      ))}
      <td className={styles.filler} />
      <td className={styles.actions}>
        <Menu>
          <Menu.Target>
            <ActionIcon size={24} aria-label={`Actions for ${study.name}`}>
              <IconDots size={16} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => props.onOpenStudy(study)}>Open in Train</Menu.Item>
            <Menu.Divider />
            <Menu.Item
              disabled={props.readOnly}
              leftSection={<IconTrash size={14} aria-hidden />}
              onClick={() => props.onRemoveStudy(study)}
            >
              Remove with its {plural(runs.length, 'run')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </td>
    </tr>
  )
}

function StudyCell(props: StudyRowProps & { column: RunColumn }) {
  const { line, column, metric, tie } = props
  const { study, runs } = line
  switch (column.id) {
    case 'name':
      return (
        <td>
          <button type="button" className={styles.open} title="Open in Train" onClick={() => props.onOpenStudy(study)}>
            {study.name}
          </button>{' '}
          <span className={styles.count}>{plural(runs.length, 'run')}</span>
        </td>
      )
    case 'validation':
    case 'test':
      return <ScoreCell study={study} text={studyText(line, column, metric)} tie={tie?.[column.id]} />
    case 'created':
      return <td>{formatAgo(study.created, props.now)}</td>
    default: {
      const text = studyText(line, column, metric)
      return (
        <td data-numeric={column.numeric} title={text}>
          {text}
        </td>
      )
    }
  }
}

function ScoreCell(props: { study: Study; text: string; tie: Mark | undefined }) {
  const { study } = props
  const { text } = props
  const title =
    study.plan.kind === 'search'
      ? 'Of the best trial'
      : `${text}: mean over its runs, and the 95 % interval of the mean`
  return (
    <td data-numeric title={title}>
      <TieMark mark={props.tie} /> {text}
    </td>
  )
}
