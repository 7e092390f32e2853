import { ActionIcon, Button, Menu, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconDots, IconDownload, IconPencil, IconTrash } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { fromFailure, toFailure } from '../../../shared/errors.ts'
import type { ProjectBrief } from '../../../shared/projects.ts'
import { callHost, useHost } from '../../app/data.tsx'
import { recordChange } from '../../app/history.ts'
import { formatRoute, homeRoute } from '../../app/route.ts'
import { formatAgo, formatBytes, formatMoment } from '../../../core/words/format.ts'
import styles from './HomePage.module.css'

/** What can be done with a project from Home; failures are shown as notifications. */
function useProjectActions(project: ProjectBrief) {
  const host = useHost()
  const client = useQueryClient()
  const refresh = () => client.invalidateQueries({ queryKey: ['projects.list'] })
  const attempt = async (work: () => Promise<unknown>) => {
    try {
      await work()
    } catch (error) {
      const failure = toFailure(error)
      notifications.show({ color: 'red', title: failure.message, message: failure.hint ?? '' })
    }
  }
  /** Renaming and packing work on an open project. */
  const open = () => callHost(host, 'projects.open', { project: project.id })
  const setName = async (name: string) => {
    await open()
    await callHost(host, 'projects.rename', { project: project.id, name })
    await refresh()
  }
  const remove = async () => {
    await callHost(host, 'projects.remove', { project: project.id })
    await refresh()
  }
  const restore = async () => {
    await callHost(host, 'projects.restore', { project: project.id })
    await refresh()
  }
  return {
    rename: (name: string) =>
      attempt(async () => {
        await setName(name)
        recordChange({
          label: `Rename ${project.name} to ${name}`,
          project: null,
          undo: () => setName(project.name),
          redo: () => setName(name),
        })
      }),
    remove: () =>
      attempt(async () => {
        await remove()
        recordChange({ label: `Remove the project ${project.name}`, project: null, undo: restore, redo: remove })
        const id = `removed-${project.id}`
        notifications.show({
          id,
          autoClose: 10_000,
          message: (
            <div className={styles.removed}>
              <span>“{project.name}” was removed.</span>
              <Button
                size="compact-xs"
                onClick={() => {
                  notifications.hide(id)
                  void attempt(restore)
                }}
              >
                Undo
              </Button>
            </div>
          ),
        })
      }),
    download: () =>
      attempt(async () => {
        await open()
        const { artifact, fileName } = await callHost(host, 'projects.package', { project: project.id })
        const saved = await host.saveArtifact(artifact, fileName)
        if (!saved.ok) throw fromFailure(saved.error)
      }),
  }
}

function ProjectRow({ project, now }: { project: ProjectBrief; now: number }) {
  const actions = useProjectActions(project)
  const [draft, setDraft] = useState<string | null>(null)
  const commit = () => {
    const name = draft?.trim() ?? ''
    setDraft(null)
    if (name !== '' && name !== project.name) void actions.rename(name)
  }
  return (
    <li className={styles.project}>
      {draft === null ? (
        <a href={formatRoute({ ...homeRoute, project: project.id })} className={styles.projectLink}>
          <span className={`${styles.projectName} ellipsis`}>{project.name}</span>
          <span className="faint small ellipsis" title={project.place}>
            {project.place}
          </span>
        </a>
      ) : (
        <TextInput
          className={styles.projectLink}
          autoFocus
          aria-label="Name of the project"
          value={draft}
          maxLength={200}
          onChange={(event) => setDraft(event.currentTarget.value)}
          onFocus={(event) => event.currentTarget.select()}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === 'Enter') commit()
            if (event.key === 'Escape') setDraft(null)
          }}
        />
      )}
      <span className="soft small" title={formatMoment(project.modified)}>
        {formatAgo(project.modified, now)}
      </span>
      <span className={`${styles.size} soft small`}>{formatBytes(project.sizeBytes)}</span>
      <Menu>
        <Menu.Target>
          <ActionIcon aria-label={`Actions for ${project.name}`}>
            <IconDots size={17} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={15} />} onClick={() => setDraft(project.name)}>
            Rename
          </Menu.Item>
          <Menu.Item leftSection={<IconDownload size={15} />} onClick={() => void actions.download()}>
            Download
          </Menu.Item>
          <Menu.Item leftSection={<IconTrash size={15} />} onClick={() => void actions.remove()}>
            Remove
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </li>
  )
}

/** Recent projects, the newest first. */
export function ProjectList({ projects }: { projects: readonly ProjectBrief[] }) {
  const [now] = useState(() => Date.now())
  return (
    <ul className={styles.projects}>
      {projects
        .toSorted((a, b) => b.modified.localeCompare(a.modified))
        .map((project) => (
          <ProjectRow key={project.id} project={project} now={now} />
        ))}
    </ul>
  )
}
