import { ActionIcon, Menu, TextInput, Tooltip, useMantineColorScheme } from '@mantine/core'
import { spotlight } from '@mantine/spotlight'
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconCheck,
  IconLayoutSidebarRight,
  IconLayoutSidebarRightFilled,
  IconMoon,
  IconSun,
  IconSunMoon,
} from '@tabler/icons-react'
import { useIsMutating } from '@tanstack/react-query'
import { useState } from 'react'
import type { Project } from '../../shared/projects.ts'
import { useCommand } from './data.tsx'
import styles from './Frame.module.css'
import { recordChange, useHistory } from './history.ts'
import { redo, undo } from './useUndo.tsx'

/** The project's name; a click edits it. */
function ProjectName({ project }: { project: Project }) {
  const rename = useCommand('projects.rename')
  const [draft, setDraft] = useState<string | null>(null)
  const commit = () => {
    const name = draft?.trim() ?? ''
    setDraft(null)
    if (name === '' || name === project.name) return
    const before = project.name
    const set = (value: string) => rename.mutateAsync({ project: project.id, name: value })
    void set(name).then(() =>
      recordChange({
        label: `Rename the project to ${name}`,
        project: project.id,
        undo: () => set(before),
        redo: () => set(name),
      }),
    )
  }
  if (draft === null)
    return (
      <button
        type="button"
        className={`${styles.projectName} ellipsis`}
        aria-label={`Rename the project ${project.name}`}
        onClick={() => setDraft(project.name)}
      >
        {project.name}
      </button>
    )
  return (
    <TextInput
      autoFocus
      aria-label="Name of the project"
      value={draft}
      maxLength={200}
      w={280}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onFocus={(event) => event.currentTarget.select()}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit()
        if (event.key === 'Escape') setDraft(null)
      }}
    />
  )
}

/** There is no Save: this says that there is no need for one. */
function SavedMark({ project }: { project: Project }) {
  const saving = useIsMutating({ mutationKey: ['recipes.save'] }) > 0
  return (
    <span className="faint small" role="status">
      {project.readOnly ? 'read only: another program has it open' : saving ? 'saving…' : 'saved'}
    </span>
  )
}

function ThemeMenu() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const choices = [
    { value: 'auto', label: 'As the system', icon: <IconSunMoon size={16} /> },
    { value: 'light', label: 'Light', icon: <IconSun size={16} /> },
    { value: 'dark', label: 'Dark', icon: <IconMoon size={16} /> },
  ] as const
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon aria-label="Theme">{choices.find(({ value }) => value === colorScheme)?.icon}</ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {choices.map(({ value, label, icon }) => (
          <Menu.Item
            key={value}
            leftSection={icon}
            rightSection={value === colorScheme ? <IconCheck size={14} /> : null}
            onClick={() => setColorScheme(value)}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function HistoryButtons() {
  const history = useHistory()
  return (
    <>
      <Tooltip label={history.undo === null ? 'Nothing to undo' : `Undo: ${history.undo.label} (Ctrl+Z)`}>
        <ActionIcon aria-label="Undo" disabled={history.undo === null} onClick={undo}>
          <IconArrowBackUp size={17} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={history.redo === null ? 'Nothing to redo' : `Redo: ${history.redo.label} (Ctrl+Shift+Z)`}>
        <ActionIcon aria-label="Redo" disabled={history.redo === null} onClick={redo}>
          <IconArrowForwardUp size={17} />
        </ActionIcon>
      </Tooltip>
    </>
  )
}

export function Header({
  project,
  panel,
}: {
  project: Project | null
  /** The right region: null where there is nothing to show in it. */
  panel: { shown: boolean; toggle: () => void } | null
}) {
  return (
    <header className={styles.header}>
      <a className={styles.brand} href="#/" aria-label="Descent, go to Home">
        Descent
      </a>
      {project !== null && (
        <>
          <ProjectName project={project} />
          <SavedMark project={project} />
        </>
      )}
      <span className={styles.end} />
      <HistoryButtons />
      <button type="button" className={styles.search} onClick={() => spotlight.open()}>
        Search commands <kbd>Ctrl K</kbd>
      </button>
      <ThemeMenu />
      {panel !== null && (
        <Tooltip label={panel.shown ? 'Hide the details' : 'Show the details'}>
          <ActionIcon aria-label="Details" aria-expanded={panel.shown} onClick={panel.toggle}>
            {panel.shown ? <IconLayoutSidebarRightFilled size={17} /> : <IconLayoutSidebarRight size={17} />}
          </ActionIcon>
        </Tooltip>
      )}
    </header>
  )
}
