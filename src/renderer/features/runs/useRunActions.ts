import { notifications } from '@mantine/notifications'
import { useMemo } from 'react'
import { toFailure } from '../../../shared/errors.ts'
import type { Run, RunRemarks } from '../../../shared/runs.ts'
import { callHost, useHost } from '../../app/data.tsx'
import { recordChange } from '../../app/history.ts'
import { plural } from '../../components/format.ts'

export type RunActions = ReturnType<typeof useRunActions>

/** Renaming, removing and remarking on runs, each of which undo takes back. */
export function useRunActions(project: string) {
  const host = useHost()
  return useMemo(() => {
    const attempt = async (
      label: string,
      act: () => Promise<unknown>,
      undo: () => Promise<unknown>,
      subject?: string,
    ): Promise<boolean> => {
      try {
        await act()
        recordChange({ label, project, undo, redo: act, ...(subject === undefined ? {} : { subject }) })
        return true
      } catch (error) {
        const { message, hint } = toFailure(error)
        notifications.show({ color: 'red', title: message, message: hint ?? '' })
        return false
      }
    }
    const each = async (runs: readonly Run[], act: (run: Run) => Promise<unknown>) => {
      for (const run of runs) await act(run)
    }
    const annotate = (run: Run, remarks: Partial<RunRemarks>) =>
      callHost(host, 'runs.annotate', { project, run: run.id, remarks })
    const named = (runs: readonly Run[]) => (runs.length === 1 ? (runs[0]?.name ?? '') : plural(runs.length, 'run'))
    return {
      rename: (run: Run, name: string) =>
        attempt(
          `Rename ${run.name} to ${name}`,
          () => callHost(host, 'runs.rename', { project, run: run.id, name }),
          () => callHost(host, 'runs.rename', { project, run: run.id, name: run.name }),
        ),
      /** `label` is what is done, in the imperative; changes of one `subject` in quick succession are undone as one. */
      remark: (runs: readonly Run[], remarks: (run: Run) => Partial<RunRemarks>, label: string, subject?: string) =>
        attempt(
          `${label}: ${named(runs)}`,
          () => each(runs, (run) => annotate(run, remarks(run))),
          () =>
            each(runs, ({ notes = '', tags = [], starred = false, ...run }) => annotate(run, { notes, tags, starred })),
          subject,
        ),
      remove: async (runs: readonly Run[]) => {
        const removed = await attempt(
          `Remove ${named(runs)}`,
          () => each(runs, (run) => callHost(host, 'runs.remove', { project, run: run.id })),
          () => each(runs, (run) => callHost(host, 'runs.restore', { project, run: run.id })),
        )
        const what = runs.length === 1 ? `“${named(runs)}” was` : `${named(runs)} were`
        if (!removed) return
        // What branched from a removed run stays, and a person may not have thought of it.
        const rest = await callHost(host, 'projects.get', { project }).then(
          (found) => found.runs,
          () => [],
        )
        notifications.show({ message: `${what} removed${leftBranches(runs, rest)}; Ctrl+Z takes it back.` })
      },
    }
  }, [host, project])
}

/** ", and “Run 2”, which branched from it, stays": what is left of the trees that runs are taken from. */
export function leftBranches(removed: readonly Run[], all: readonly Run[]): string {
  const gone = new Set(removed.map(({ id }) => id))
  const left = all.filter(({ id, parent }) => parent !== undefined && gone.has(parent.run) && !gone.has(id))
  const [first] = left
  if (first === undefined) return ''
  const from = removed.length === 1 ? 'it' : 'them'
  return left.length === 1
    ? `, and “${first.name}”, which branched from ${from}, stays`
    : `, and ${plural(left.length, 'run')} that branched from ${from} stay`
}
