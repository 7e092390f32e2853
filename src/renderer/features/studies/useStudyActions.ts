import { notifications } from '@mantine/notifications'
import { useMemo } from 'react'
import { toFailure } from '../../../shared/errors.ts'
import type { Study } from '../../../shared/studies.ts'
import { callHost, useHost } from '../../app/data.tsx'
import { recordChange } from '../../app/history.ts'

/** Renaming and removing studies, which undo takes back. */
export function useStudyActions(project: string) {
  const host = useHost()
  return useMemo(() => {
    const attempt = async (label: string, act: () => Promise<unknown>, undo: () => Promise<unknown>) => {
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
      rename: (study: Pick<Study, 'id' | 'name'>, name: string) =>
        attempt(
          `Rename ${study.name} to ${name}`,
          () => callHost(host, 'studies.rename', { project, study: study.id, name }),
          () => callHost(host, 'studies.rename', { project, study: study.id, name: study.name }),
        ),
      remove: async (study: Pick<Study, 'id' | 'name'>) => {
        // Those that were removed one by one before stay removed.
        let runs: readonly string[] = []
        const removed = await attempt(
          `Remove ${study.name}`,
          async () => {
            const answer = await callHost(host, 'studies.remove', { project, study: study.id })
            runs = answer.runs
          },
          () => callHost(host, 'studies.restore', { project, study: study.id, runs: [...runs] }),
        )
        if (removed) notifications.show({ message: `“${study.name}” was removed with its runs; Ctrl+Z takes it back.` })
        return removed
      },
    }
  }, [host, project])
}
