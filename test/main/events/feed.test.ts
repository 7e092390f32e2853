import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createEventFeed, type EventBatch } from '../../../src/main/events/feed.ts'
import { createFakeApplication, type FakeApplication } from '../../support/fakeApplication.ts'

let application: FakeApplication
let batches: EventBatch[]

beforeEach(() => {
  vi.useFakeTimers()
  application = createFakeApplication('')
  batches = []
})

afterEach(() => vi.useRealTimers())

function start() {
  return createEventFeed(application.events, (batch) => batches.push(batch))
}

const projects = (batch: EventBatch | undefined) =>
  batch?.events.map(({ payload }) => (payload as { project: string }).project)

it('keeps the newest of each subject, in the order of the newest', () => {
  start()
  for (const project of ['a', 'b', 'a', 'c']) application.emit('projectChanged', { project })
  vi.advanceTimersByTime(100)
  expect(batches).toHaveLength(1)
  expect(projects(batches[0])).toEqual(['b', 'a', 'c'])
})

it('lets two batches wait and gathers the rest until one is taken', () => {
  const feed = start()
  for (const project of ['a', 'b', 'c', 'd', 'd']) {
    application.emit('projectChanged', { project })
    vi.advanceTimersByTime(100)
  }
  expect(batches.map(projects)).toEqual([['a'], ['b']])
  feed.taken(1)
  vi.advanceTimersByTime(100)
  expect(batches.map(projects)).toEqual([['a'], ['b'], ['c', 'd']])
})

it('ignores acknowledgements of what was never sent or was taken before', () => {
  const feed = start()
  for (const wrong of [5, -1, 0, Number.NaN, 0.5]) feed.taken(wrong)
  for (const project of ['a', 'b', 'c']) {
    application.emit('projectChanged', { project })
    vi.advanceTimersByTime(100)
  }
  feed.taken(99)
  vi.advanceTimersByTime(100)
  expect(batches).toHaveLength(2)
})

it('sends nothing after it was closed', () => {
  const feed = start()
  application.emit('projectChanged', { project: 'a' })
  feed.close()
  application.emit('projectChanged', { project: 'b' })
  vi.advanceTimersByTime(100)
  expect(batches).toEqual([])
  expect(application.listeners()).toBe(0)
})
