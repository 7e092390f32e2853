import { notifications } from '@mantine/notifications'
import { useMemo } from 'react'
import { toFailure } from '../../../shared/errors.ts'
import type { Run, RunRemarks } from '../../../shared/runs.ts'
import type { Study } from '../../../shared/studies.ts'
import { callHost, useHost } from '../../app/data.tsx'
import { recordChange } from '../../app/history.ts'
import { plural } from '../../../core/words/format.ts'
import { chosenWords, type Chosen } from './chosen.ts'

export type RunActions = ReturnType<typeof useRunActions>

function tell(error: unknown): void {
  const { message, hint } = toFailure(error)
  notifications.show({ color: 'red', title: message, message: hint ?? '' })
}

/**
 * Renaming, removing and remarking on runs and studies: each is done to all of them or to none, and undo takes it back.
 * And repeating a run.
 */
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
        tell(error)
        return false
      }
    }
    const annotate = (runs: readonly Run[], remarks: (run: Run) => Partial<RunRemarks>) =>
      callHost(host, 'runs.annotate', { project, runs: runs.map((run) => ({ run: run.id, remarks: remarks(run) })) })
    return {
      /** Not to be taken back: it starts a run, which can be removed. */
      repeat: async ({ id, name }: Run) => {
        try {
          const begun = await callHost(host, 'runs.repeat', { project, run: id })
          notifications.show({ message: `“${begun.name}” repeats “${name}”, and says in the end whether it is equal.` })
        } catch (error) {
          tell(error)
        }
      },
      rename: (run: Run, name: string) =>
        attempt(
          `Rename ${run.name} to ${name}`,
          () => callHost(host, 'runs.rename', { project, run: run.id, name }),
          () => callHost(host, 'runs.rename', { project, run: run.id, name: run.name }),
        ),
      renameStudy: (study: Pick<Study, 'id' | 'name'>, name: string) =>
        attempt(
          `Rename ${study.name} to ${name}`,
          () => callHost(host, 'studies.rename', { project, study: study.id, name }),
          () => callHost(host, 'studies.rename', { project, study: study.id, name: study.name }),
        ),
      /** `label` is what is done, in the imperative; changes of one `subject` in quick succession are undone as one. */
      remark: (runs: readonly Run[], remarks: (run: Run) => Partial<RunRemarks>, label: string, subject?: string) =>
        attempt(
          `${label}: ${chosenWords({ runs, studies: [] })}`,
          () => annotate(runs, remarks),
          () => annotate(runs, ({ notes = '', tags = [], starred = false }) => ({ notes, tags, starred })),
          subject,
        ),
      /** Studies with their runs. */
      remove: async (chosen: Chosen<Pick<Run, 'id' | 'name'>, Pick<Study, 'id' | 'name'>>) => {
        const words = chosenWords(chosen)
        const studies = chosen.studies.map(({ id }) => id)
        // Runs of a study that were removed one by one before stay removed.
        let gone: string[] = []
        const removed = await attempt(
          `Remove ${words}`,
          async () => {
            const runs = chosen.runs.map(({ id }) => id)
            gone = (await callHost(host, 'runs.remove', { project, runs, studies })).runs
          },
          () => callHost(host, 'runs.restore', { project, runs: gone, studies }),
        )
        if (!removed) return false
        // What branched from a removed run stays, and a person may not have thought of it.
        const rest = await callHost(host, 'projects.get', { project }).then(
          (found) => found.runs,
          () => [],
        )
        const left = leftBranches(gone, rest)
        notifications.show({ message: `${words} removed${left}; Ctrl+Z takes it back.` })
        return true
      },
    }
  }, [host, project])
}

/** ", and “Run 2”, which branched from it, stays": what is left of the trees that runs are taken from. */
export function leftBranches(removed: readonly string[], all: readonly Run[]): string {
  const gone = new Set(removed)
  const left = all.filter(({ id, parent }) => parent !== undefined && gone.has(parent.run) && !gone.has(id))
  const [first] = left
  if (first === undefined) return ''
  const from = removed.length === 1 ? 'it' : 'them'
  return left.length === 1
    ? `, and “${first.name}”, which branched from ${from}, stays`
    : `, and ${plural(left.length, 'run')} that branched from ${from} stay`
}
