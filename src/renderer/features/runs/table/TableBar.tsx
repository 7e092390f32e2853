import { Button, Checkbox, Menu, MultiSelect, Select, TextInput } from '@mantine/core'
import { IconColumns, IconSearch, IconStar, IconStarFilled } from '@tabler/icons-react'
import { runStates, type Run, type RunState } from '../../../../shared/runs.ts'
import { stateWords } from '../../train/words.ts'
import { choosableMetrics } from '../scores.ts'
import { settingsOf } from '../settings.ts'
import { fixedColumns, usualColumns } from './columns.ts'
import { groupings, type Grouping, type TableView } from './view.ts'
import styles from './bar.module.css'

const groupingNames: Record<Grouping, string> = {
  none: 'Not grouped',
  dataset: 'By dataset',
  target: 'By target',
  preparation: 'By preparation',
  tags: 'By tags',
  state: 'By state',
  study: 'By study',
  branch: 'By branch',
}

interface TableBarProps {
  /** All of the project, whatever is shown. */
  runs: readonly Run[]
  view: TableView
  onChange: (change: Partial<TableView>) => void
}

/** What the table shows: search, filters, groups, columns and the score. */
export function TableBar({ runs, view, onChange }: TableBarProps) {
  const tags = [...new Set(runs.flatMap((run) => run.tags ?? []))].toSorted((a, b) => a.localeCompare(b))
  const states = runStates.filter((state) => runs.some((run) => run.state === state))
  const metrics = choosableMetrics(runs)
  const isState = (value: string): value is RunState => (runStates as readonly string[]).includes(value)
  const Star = view.starred ? IconStarFilled : IconStar
  return (
    <div className={styles.bar} role="search" aria-label="Runs shown">
      <TextInput
        aria-label="Search runs"
        placeholder="Search name, note, tag, setting"
        w={250}
        value={view.search}
        leftSection={<IconSearch size={15} aria-hidden />}
        onChange={(event) => onChange({ search: event.currentTarget.value })}
      />
      <Button
        aria-pressed={view.starred}
        variant={view.starred ? 'light' : 'default'}
        leftSection={<Star size={15} aria-hidden />}
        onClick={() => onChange({ starred: !view.starred })}
      >
        Starred
      </Button>
      {states.length > 1 && (
        <MultiSelect
          aria-label="States shown"
          placeholder={view.states.length === 0 ? 'Any state' : ''}
          w={170}
          clearable
          data={states.map((state) => ({ value: state, label: stateWords[state] }))}
          value={[...view.states]}
          onChange={(values) => onChange({ states: values.filter(isState) })}
        />
      )}
      {tags.length > 0 && (
        <MultiSelect
          aria-label="Tags shown"
          placeholder={view.tags.length === 0 ? 'Any tag' : ''}
          w={170}
          clearable
          data={tags}
          value={[...view.tags]}
          onChange={(values) => onChange({ tags: values })}
        />
      )}
      <Select
        aria-label="Groups"
        w={150}
        allowDeselect={false}
        value={view.group}
        data={groupings.map((value) => ({ value, label: groupingNames[value] }))}
        onChange={(value) => onChange({ group: groupings.find((name) => name === value) ?? 'none' })}
      />
      <Select
        aria-label="Score shown"
        w={210}
        allowDeselect={false}
        value={view.metric}
        data={[
          { value: 'lead', label: 'Main score of the task' },
          ...metrics.map(({ key, name }) => ({ value: key, label: name })),
        ]}
        onChange={(value) => onChange({ metric: metrics.find(({ key }) => key === value)?.key ?? 'lead' })}
      />
      <ColumnsMenu runs={runs} view={view} onChange={onChange} />
    </div>
  )
}

function ColumnsMenu({ runs, view, onChange }: TableBarProps) {
  const fixed = fixedColumns(view.metric, () => 0)
  const labels = [...new Set(runs.flatMap((run) => [...settingsOf(run).keys()]))]
  const shown = new Set(view.columns ?? [])
  const onlyDifferences = view.columns === null
  const toggle = (id: string) => {
    const next = new Set(onlyDifferences ? usualColumns : shown)
    if (!next.delete(id)) next.add(id)
    onChange({ columns: [...next] })
  }
  const item = (id: string, heading: string) => (
    <Checkbox
      key={id}
      className={styles.column ?? ''}
      size="xs"
      label={heading}
      checked={!onlyDifferences && shown.has(id)}
      onChange={() => toggle(id)}
    />
  )
  return (
    <>
      <Button
        aria-pressed={onlyDifferences}
        variant={onlyDifferences ? 'light' : 'default'}
        title="A column for each setting in which the runs shown differ, beside their results"
        onClick={() => onChange({ columns: onlyDifferences ? usualColumns : null })}
      >
        Only what differs
      </Button>
      <Menu closeOnItemClick={false} position="bottom-end">
        <Menu.Target>
          <Button leftSection={<IconColumns size={15} aria-hidden />}>Columns</Button>
        </Menu.Target>
        <Menu.Dropdown className={styles.columns ?? ''}>
          <Menu.Item onClick={() => onChange({ columns: usualColumns })}>The usual columns</Menu.Item>
          <Menu.Label>Of a run</Menu.Label>
          {fixed.filter(({ id }) => id !== 'name').map(({ id, heading }) => item(id, heading))}
          <Menu.Label>Settings</Menu.Label>
          {labels.map((label) => item(`setting:${label}`, label))}
        </Menu.Dropdown>
      </Menu>
    </>
  )
}
