import { notifications } from '@mantine/notifications'
import { toFailure } from '../../../shared/errors.ts'
import type { Run } from '../../../shared/runs.ts'
import { callHost, useHost } from '../../app/data.tsx'
import { recordChange } from '../../app/history.ts'

/** Renaming and removing runs, each of which undo takes back. */
export function useRunActions(project: string) {
  const host = useHost()
  const attempt = async (
    label: string,
    act: () => Promise<unknown>,
    undo: () => Promise<unknown>,
  ): Promise<boolean> => {
    try {
      await act()
      recordChange({ label, project, undo, redo: act })
      return true
    } catch (error) {
      const { message, hint } = toFailure(error)
      notifications.show({ color: 'red', title: message, message: hint ?? '' })
      return false
    }
  }
  return {
    rename: (run: Run, name: string) =>
      attempt(
        `Rename ${run.name} to ${name}`,
        () => callHost(host, 'runs.rename', { project, run: run.id, name }),
        () => callHost(host, 'runs.rename', { project, run: run.id, name: run.name }),
      ),
    remove: async (run: Run) => {
      const removed = await attempt(
        `Remove ${run.name}`,
        () => callHost(host, 'runs.remove', { project, run: run.id }),
        () => callHost(host, 'runs.restore', { project, run: run.id }),
      )
      if (removed) notifications.show({ message: `“${run.name}” was removed; Ctrl+Z takes it back.` })
    },
  }
}
