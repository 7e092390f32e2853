import { expect, test } from 'vitest'
import { ThreadLink } from '../../../src/main/threads/link.ts'
import { unbroken } from '../../../src/main/threads/unbroken.ts'
import { DescentError } from '../../../src/shared/errors.ts'
import { entry } from '../../support/sourceEntries.ts'
import type { Steps } from '../../support/threads/unbrokenWorker.ts'

const cancelled = new DescentError('cancelled', 'Stopped on request.')

function startThread() {
  const begun = Promise.withResolvers<void>()
  const link = new ThreadLink<Steps, 'begun'>({
    entry: entry('unbrokenWorker.js', 'test/support/threads/unbrokenWorker.ts'),
    data: null,
    onNotice: () => begun.resolve(),
    onBroken: begun.reject,
  })
  const memory = new SharedArrayBuffer(8)
  const numbers = new Int32Array(memory)
  return { link, begun: begun.promise, memory, reached: () => numbers[0], letGo: () => Atomics.store(numbers, 1, 1) }
}

test('a thread that is ended does to its end what must not be broken off, and nothing after it', async () => {
  const { link, begun, memory, reached, letGo } = startThread()
  const answer = link.request('work', memory)
  await begun
  const ended = link.end(cancelled)
  await expect(answer).rejects.toBe(cancelled)
  expect(reached()).toBe(1)
  letGo()
  await ended
  expect(reached()).toBe(2)
})

test('a thread that is ended before its work begins does not begin it', async () => {
  const { link, memory, reached } = startThread()
  const answer = link.request('work', memory)
  const ended = link.end(cancelled)
  await expect(answer).rejects.toBe(cancelled)
  await ended
  expect(reached()).toBe(0)
})

test('a thread that was ended starts again with the next question', async () => {
  const { link, begun, memory, reached, letGo } = startThread()
  link.request('work', memory).catch(() => {})
  await begun
  const ended = link.end(cancelled)
  const free = new SharedArrayBuffer(8)
  new Int32Array(free)[1] = 1
  expect(await link.request('work', free)).toBeNull()
  expect(reached()).toBe(1)
  letGo()
  await ended
  await link.end(cancelled)
})

test('what fails unbroken fails as it would otherwise, and outside of a thread it is simply done', async () => {
  await expect(unbroken(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await unbroken(() => Promise.resolve(7))).toBe(7)
})
