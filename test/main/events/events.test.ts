import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createEvents } from '../../../src/main/events/events.ts'
import type { Job } from '../../../src/shared/jobs.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function job(id: string, fraction: number): Job {
  return {
    id,
    project: null,
    kind: 'import',
    title: 'Import',
    state: 'running',
    fraction,
    detail: '',
    secondsLeft: null,
  }
}

it('tells the first at once and then only the newest, ten times a second', () => {
  const events = createEvents()
  const seen: (number | null)[] = []
  events.subscribe('job', ({ fraction }) => seen.push(fraction))
  for (let step = 1; step <= 50; step++) events.emit('job', job('a', step / 100))
  expect(seen).toEqual([0.01])
  vi.advanceTimersByTime(100)
  expect(seen).toEqual([0.01, 0.5])
  events.emit('job', job('a', 0.6))
  expect(seen).toHaveLength(2)
  vi.advanceTimersByTime(100)
  expect(seen).toEqual([0.01, 0.5, 0.6])
  vi.advanceTimersByTime(1000)
  events.emit('job', job('a', 0.7))
  expect(seen).toEqual([0.01, 0.5, 0.6, 0.7])
})

it('keeps subjects and events apart', () => {
  const events = createEvents()
  const seen: string[] = []
  events.subscribe('job', ({ id }) => seen.push(id))
  events.subscribe('projectChanged', ({ project }) => seen.push(project))
  events.emit('job', job('a', 0))
  events.emit('job', job('b', 0))
  events.emit('projectChanged', { project: 'p' })
  events.emit('projectChanged', { project: 'q' })
  expect(seen).toEqual(['a', 'b', 'p', 'q'])
})

it('goes on when a listener throws, and stops telling who left', () => {
  const events = createEvents()
  const complaint = vi.spyOn(console, 'error').mockImplementation(() => {})
  const seen: string[] = []
  events.subscribe('job', () => {
    throw new Error('broken')
  })
  const leave = events.subscribe('job', ({ id }) => seen.push(id))
  events.emit('job', job('a', 0))
  leave()
  events.emit('job', job('b', 0))
  expect(seen).toEqual(['a'])
  expect(complaint).toHaveBeenCalledTimes(2)
  complaint.mockRestore()
})

it('tells what waits when it is flushed', () => {
  const events = createEvents()
  const seen: (number | null)[] = []
  events.subscribe('job', ({ fraction }) => seen.push(fraction))
  events.emit('job', job('a', 0))
  events.emit('job', job('a', 1))
  events.flush()
  expect(seen).toEqual([0, 1])
  expect(vi.getTimerCount()).toBe(0)
})
