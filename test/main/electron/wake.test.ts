import { beforeEach, expect, it, vi } from 'vitest'
import type { Application } from '../../../src/main/application.ts'
import { keepAwake } from '../../../src/main/electron/wake.ts'
import type { Job } from '../../../src/shared/jobs.ts'

const blocked = vi.hoisted(() => [] as string[])
vi.mock('electron', () => ({
  powerSaveBlocker: {
    start: (kind: string) => blocked.push(`start ${kind}`),
    stop: (id: number) => void blocked.push(`stop ${id}`),
  },
}))

beforeEach(() => {
  blocked.length = 0
})

it('keeps the machine awake once while anything trains or waits, and lets it sleep then', async () => {
  let told = () => {}
  let jobs: Pick<Job, 'kind' | 'state'>[] = []
  const application = {
    handlers: { 'jobs.list': () => Promise.resolve(jobs) },
    events: {
      subscribe(_event: string, listener: () => void) {
        told = listener
        return () => {}
      },
    },
  } as unknown as Application
  keepAwake(application)
  const tell = async (...states: [Job['kind'], Job['state']][]) => {
    jobs = states.map(([kind, state]) => ({ kind, state }))
    told()
    await new Promise((resolve) => setImmediate(resolve))
    return [...blocked]
  }
  const started = ['start prevent-app-suspension']
  expect(await tell(['import', 'running'])).toEqual([])
  expect(await tell(['training', 'running'])).toEqual(started)
  expect(await tell(['training', 'paused'], ['study', 'running'])).toEqual(started)
  expect(await tell(['training', 'paused'], ['study', 'done'])).toEqual([...started, 'stop 1'])
  expect(await tell(['training', 'running'])).toEqual([...started, 'stop 1', ...started])
})
