import { expect, it } from 'vitest'
import { createJobs } from '../../../src/main/jobs/jobs.ts'
import type { Job } from '../../../src/shared/jobs.ts'

const request = { id: 'j', project: 'p', kind: 'import', title: 'Import a.csv' } as const

function trial() {
  const told: Job[] = []
  let time = 0
  const jobs = createJobs({ emit: (_, payload) => void told.push(payload as Job) }, () => time)
  return { jobs, told, pass: (milliseconds: number) => void (time += milliseconds) }
}

it('tells of progress, estimates the time left, and ends as done', async () => {
  const { jobs, told, pass } = trial()
  const value = await jobs.run(request, async ({ progress }) => {
    pass(3000)
    progress(0.25, '10 rows read')
    expect(jobs.list()).toMatchObject([{ state: 'running', fraction: 0.25, secondsLeft: 9 }])
    return 42
  })
  expect(value).toBe(42)
  expect(told.map(({ state }) => state)).toEqual(['running', 'running', 'done'])
  expect(told.at(-1)).toMatchObject({ fraction: 1, secondsLeft: null, detail: '10 rows read' })
})

it('does not count pauses as work', () => {
  const { jobs, pass } = trial()
  const job = jobs.start({ ...request, kind: 'training' }, () => {})
  pass(1000)
  job.update({ state: 'paused' })
  pass(60_000)
  job.update({ state: 'running' })
  pass(1000)
  job.update({ fraction: 0.5 })
  expect(jobs.list()).toMatchObject([{ secondsLeft: 2 }])
})

it('lets the work say the time left itself', () => {
  const { jobs } = trial()
  jobs.start(request, () => {}).update({ fraction: 0.5, secondsLeft: 7 })
  expect(jobs.list()).toMatchObject([{ secondsLeft: 7 }])
})

it('cancels work, whatever the work then throws', async () => {
  const { jobs } = trial()
  const work = jobs.run(request, ({ signal }) => {
    const { promise, reject } = Promise.withResolvers<never>()
    signal.addEventListener('abort', () => reject(new Error('torn down')))
    return promise
  })
  jobs.cancel('j')
  await expect(work).rejects.toMatchObject({ kind: 'cancelled' })
  expect(jobs.list()).toMatchObject([{ state: 'cancelled' }])
  jobs.cancel('j')
})

it('ends work as it begins that was cancelled before', async () => {
  const { jobs } = trial()
  let begun = 0
  const work = async () => void begun++
  jobs.cancel('j')
  await expect(jobs.run(request, work)).rejects.toMatchObject({ kind: 'cancelled' })
  expect(begun).toBe(0)
  expect(jobs.list()).toMatchObject([{ state: 'cancelled' }])
  await jobs.run(request, work)
  expect(begun).toBe(1)
})

it('passes failures on', async () => {
  const { jobs } = trial()
  await expect(jobs.run(request, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(jobs.list()).toMatchObject([{ state: 'failed' }])
})

it('refuses a second job of the same name while the first goes on', async () => {
  const { jobs } = trial()
  const first = jobs.start(request, () => {})
  expect(() => jobs.start(request, () => {})).toThrow(/going on already/)
  first.done()
  jobs.start(request, () => {})
})

it('remembers only the last that ended', () => {
  const { jobs } = trial()
  const going = jobs.start({ ...request, id: 'going' }, () => {})
  for (let number = 0; number < 50; number++) jobs.start({ ...request, id: `j${number}` }, () => {}).done()
  expect(jobs.list()).toHaveLength(21)
  going.done()
})

it('cancels all of a project and waits for it', async () => {
  const { jobs } = trial()
  const ended: string[] = []
  const start = (id: string, project: string) =>
    jobs
      .run({ ...request, id, project }, async ({ signal }) => {
        const { promise, resolve } = Promise.withResolvers<void>()
        signal.addEventListener('abort', () => resolve())
        await promise
        ended.push(id)
        signal.throwIfAborted()
      })
      .catch(() => {})
  void start('a', 'p')
  const other = start('b', 'q')
  await jobs.cancelAll('p')
  expect(ended).toEqual(['a'])
  await jobs.cancelAll()
  await other
  expect(ended).toEqual(['a', 'b'])
})
