import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { toFailure } from '../../../shared/errors.ts'
import type { Run } from '../../../shared/runs.ts'
import { callHost, useHost } from '../../app/data.tsx'
import { recordChange } from '../../app/history.ts'
import { placeBefore } from './times.ts'

/** Moving and scheduling runs that wait, which undo takes back as long as they do. */
export function useQueueActions(project: string) {
  const host = useHost()
  const client = useQueryClient()
  return useMemo(() => {
    const change = async (label: string, act: () => Promise<unknown>, undo: () => Promise<unknown>) => {
      try {
        await act()
        recordChange({ label, project, undo, redo: act })
      } catch (error) {
        const { message, hint } = toFailure(error)
        notifications.show({ color: 'red', title: message, message: hint ?? '' })
      }
    }
    const put = async (run: string, before: string | null) => {
      const queue = await callHost(host, 'runs.reorder', { project, run, before })
      client.setQueryData(['runs.queue', { project }], queue)
    }
    const schedule = (run: string, notBefore: string | null) =>
      callHost(host, 'runs.schedule', { project, run, notBefore })
    return {
      move: (queue: readonly string[], name: string, from: number, to: number) => {
        const run = queue[from]
        if (run === undefined || from === to || to < 0 || to >= queue.length) return Promise.resolve()
        const former = queue[from + 1] ?? null
        return change(
          `Move ${name} in the queue`,
          () => put(run, placeBefore(queue, from, to)),
          () => put(run, former),
        )
      },
      schedule: (run: Run, notBefore: string | null) =>
        change(
          notBefore === null ? `Let ${run.name} begin at its turn` : `Let ${run.name} begin later`,
          () => schedule(run.id, notBefore),
          () => schedule(run.id, run.notBefore ?? null),
        ),
      /** Takes away its time and puts it first. */
      startFirst: (queue: readonly string[], run: Run) => {
        const at = queue.indexOf(run.id)
        const former = queue[at + 1] ?? null
        const first = queue[0] ?? null
        return change(
          `Start ${run.name} first`,
          async () => {
            // Trials of a search wait, too, and are not listed: the first of the list is not the first of all.
            await put(run.id, first)
            await schedule(run.id, null)
          },
          async () => {
            await schedule(run.id, run.notBefore ?? null)
            await put(run.id, former)
          },
        )
      },
    }
  }, [host, client, project])
}
