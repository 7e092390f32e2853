import { expect, test } from 'vitest'
import { createJobs, type JobContext } from '../../../src/main/jobs/jobs.ts'
import { runUnlessQuick } from '../../../src/main/jobs/unlessQuick.ts'

function started() {
  const states: string[] = []
  const jobs = createJobs({
    emit: (_, payload) => 'detail' in payload && states.push(`${payload.state} ${payload.detail}`),
  })
  return { jobs, states }
}
const job = { id: 'a', project: null, kind: 'evaluation', title: 'Looking' } as const

test('quick work is no job', async () => {
  const { jobs, states } = started()
  expect(await runUnlessQuick(jobs, job, () => Promise.resolve(3), 10_000)).toBe(3)
  await expect(runUnlessQuick(jobs, job, () => Promise.reject(new Error('no')), 10_000)).rejects.toThrow('no')
  expect(jobs.list()).toEqual([])
  expect(states).toEqual([])
})

test('work that goes on becomes one, with what it told before, and can be cancelled', async () => {
  const { jobs, states } = started()
  const { promise, resolve } = Promise.withResolvers<number>()
  const answer = runUnlessQuick(
    jobs,
    job,
    ({ progress }) => {
      progress(0.25, 'drawing')
      return promise
    },
    0,
  )
  await expect.poll(() => states.at(-1)).toBe('running drawing')
  resolve(5)
  expect(await answer).toBe(5)
  expect(jobs.list()).toMatchObject([{ state: 'done', fraction: 1 }])

  const untilAborted = ({ signal }: JobContext) =>
    new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))))
  const cancelled = runUnlessQuick(jobs, { ...job, id: 'b' }, untilAborted, 0)
  await expect.poll(() => jobs.list().length).toBe(2)
  jobs.cancel('b')
  await expect(cancelled).rejects.toMatchObject({ kind: 'cancelled' })
})
