import { expect, test } from 'vitest'
import { Turns } from '../../../src/main/jobs/turns.ts'

const never = new AbortController().signal

test('work begins when the one before has ended, however that ended', async () => {
  const turns = new Turns()
  const seen: string[] = []
  const first = turns.take(never, async () => {
    seen.push('first begins')
    await new Promise((resolve) => setImmediate(resolve))
    seen.push('first ends')
    throw new Error('first')
  })
  const second = turns.take(never, async () => {
    seen.push('second')
    return 2
  })
  await expect(first).rejects.toThrow('first')
  expect(await second).toBe(2)
  expect(seen).toEqual(['first begins', 'first ends', 'second'])
})

test('who no longer waits leaves at once, and the others keep their order', async () => {
  const turns = new Turns()
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  const seen: number[] = []
  const first = turns.take(never, () => held)
  const controller = new AbortController()
  const second = turns.take(controller.signal, async () => seen.push(2))
  const third = turns.take(never, async () => seen.push(3))
  controller.abort(new Error('left'))
  await expect(second).rejects.toThrow('left')
  expect(seen).toEqual([])
  release()
  await Promise.all([first, third])
  expect(seen).toEqual([3])
})
