import { ActionIcon, Button, Menu, Modal, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconCheck, IconChevronDown, IconDots, IconFileImport, IconPencil, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { DatasetBrief } from '../../../shared/datasets.ts'
import { toFailure } from '../../../shared/errors.ts'
import { callHost, useHost } from '../../app/data.tsx'
import { recordChange } from '../../app/history.ts'
import { navigate } from '../../app/route.ts'
import { plural } from '../../../core/words/format.ts'
import styles from './DataStep.module.css'
import { openFile } from './import/intake.ts'

/** The table's name; with several tables in the project, the way to the others. */
export function DatasetPicker({ datasets, current }: { datasets: readonly DatasetBrief[]; current: DatasetBrief }) {
  // Versions that were replaced are listed beside the table, not among the tables.
  const tables = datasets.filter(({ id, replacedBy }) => replacedBy === null || id === current.id)
  if (tables.length < 2) return current.name
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <button type="button" className={styles.picker} aria-label={`Table ${current.name}, choose another`}>
          <span className="ellipsis">{current.name}</span>
          <IconChevronDown size={16} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {tables.map(({ id, name, rows }) => (
          <Menu.Item
            key={id}
            rightSection={
              id === current.id ? <IconCheck size={14} /> : <span className="faint">{plural(rows, 'row')}</span>
            }
            onClick={() => navigate({ dataset: id, run: null })}
          >
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function RenameDialog({
  name,
  onRename,
  onClose,
}: {
  name: string
  onRename: (name: string) => void
  onClose: () => void
}) {
  const [draft, setDraft] = useState(name)
  return (
    <Modal opened onClose={onClose} title="Rename the table" size="sm" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          const next = draft.trim()
          onClose()
          if (next !== '' && next !== name) onRename(next)
        }}
      >
        <TextInput
          label="Name"
          data-autofocus
          value={draft}
          maxLength={200}
          onChange={(event) => setDraft(event.currentTarget.value)}
        />
        <Button type="submit" variant="filled" mt="md">
          Rename
        </Button>
      </form>
    </Modal>
  )
}

/** What can be done with a table as a whole. */
export function DatasetMenu({ project, dataset }: { project: string; dataset: DatasetBrief }) {
  const host = useHost()
  const [renaming, setRenaming] = useState(false)
  const of = { project, dataset: dataset.id }
  const attempt = async (label: string, redo: () => Promise<unknown>, undo: () => Promise<unknown>) => {
    try {
      await redo()
      recordChange({ label, project, undo, redo })
    } catch (error) {
      const failure = toFailure(error)
      notifications.show({ color: 'red', title: failure.message, message: failure.hint ?? '' })
    }
  }
  const rename = (name: string) =>
    attempt(
      `Rename the table to ${name}`,
      () => callHost(host, 'datasets.rename', { ...of, name }),
      () => callHost(host, 'datasets.rename', { ...of, name: dataset.name }),
    )
  const remove = async () => {
    await attempt(
      `Remove the table ${dataset.name}`,
      () => callHost(host, 'datasets.remove', of),
      () => callHost(host, 'datasets.restore', of),
    )
    notifications.show({ message: `“${dataset.name}” was removed; Ctrl+Z takes it back.` })
    navigate({ dataset: null, run: null })
  }
  return (
    <>
      <Menu>
        <Menu.Target>
          <ActionIcon aria-label="Actions for this table">
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconFileImport size={15} />} onClick={() => void openFile(host, project)}>
            Import another table…
          </Menu.Item>
          <Menu.Item leftSection={<IconPencil size={15} />} onClick={() => setRenaming(true)}>
            Rename…
          </Menu.Item>
          <Menu.Item leftSection={<IconTrash size={15} />} onClick={() => void remove()}>
            Remove
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {renaming && (
        <RenameDialog name={dataset.name} onRename={(name) => void rename(name)} onClose={() => setRenaming(false)} />
      )}
    </>
  )
}
