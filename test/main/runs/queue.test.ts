import { describe, expect, it, vi } from 'vitest'
import { TrainingQueue, type Turn } from '../../../src/main/runs/queue.ts'

/** A queue whose turns are noted by name as they come. */
function startQueue(slots: number, now?: () => number) {
  const queue = new TrainingQueue(slots, now)
  const begun: string[] = []
  const turns = new Map<string, Turn>()
  const ask = (id: string, wanted: number, notBefore: number | null = null) => {
    const controller = new AbortController()
    const asked = queue.acquire({ id, slots: wanted, notBefore, signal: controller.signal }).then((turn) => {
      begun.push(id)
      turns.set(id, turn)
    })
    return { stop: () => controller.abort(), asked }
  }
  const settle = () => new Promise((resolve) => setImmediate(resolve))
  return {
    queue,
    begun,
    ask,
    settle,
    async end(id: string) {
      turns.get(id)?.release()
      await settle()
    },
  }
}

describe('the queue of trainings', () => {
  it('lets as many train as there are cores for, in the order they came', async () => {
    const { ask, begun, end, settle, queue } = startQueue(4)
    for (const id of ['a', 'b', 'c']) void ask(id, 1)
    void ask('all', 8)
    void ask('d', 1)
    await settle()
    // The fourth core stays free: the run that wants all of them is next.
    expect(begun).toEqual(['a', 'b', 'c'])
    expect(queue.waiting()).toEqual(['all', 'd'])
    await end('a')
    await end('b')
    expect(begun).toHaveLength(3)
    await end('c')
    expect(begun.slice(3)).toEqual(['all'])
    await end('all')
    expect(begun.slice(4)).toEqual(['d'])
  })

  it('moves one before another or to the end, and refuses who does not wait', async () => {
    const { ask, begun, end, settle, queue } = startQueue(1)
    for (const id of ['a', 'b', 'c', 'd']) void ask(id, 1)
    await settle()
    queue.reorder('d', 'b')
    expect(queue.waiting()).toEqual(['d', 'b', 'c'])
    queue.reorder('d', null)
    queue.reorder('c', 'b')
    expect(queue.waiting()).toEqual(['c', 'b', 'd'])
    expect(() => queue.reorder('a', 'c')).toThrow(/Only a run that waits/)
    expect(() => queue.reorder('c', 'a')).toThrow(/Only a run that waits/)
    for (const id of ['a', 'c', 'b']) await end(id)
    expect(begun).toEqual(['a', 'c', 'b', 'd'])
  })

  it('puts the first of those that can be moved before the trials that cannot', async () => {
    const { queue, ask, begun, settle, end } = startQueue(1)
    const { signal } = new AbortController()
    void ask('a', 1)
    const trial = queue.acquire({ slots: 1, signal }).then(() => begun.push('trial'))
    void ask('b', 1)
    void ask('c', 1)
    await settle()
    queue.reorder('b', 'b')
    queue.reorder('c', 'b')
    expect(queue.waiting()).toEqual(['c', 'b'])
    for (const id of ['a', 'c', 'b']) await end(id)
    await trial
    expect(begun).toEqual(['a', 'c', 'b', 'trial'])
  })

  it('begins what it put off as soon as the time has gone by while the machine slept', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      let now = 0
      const { ask, begun, settle } = startQueue(1, () => now)
      void ask('night', 1, 36_000_000)
      await settle()
      // Timers stood still meanwhile.
      now = 40_000_000
      vi.advanceTimersByTime(60_000)
      await settle()
      expect(begun).toEqual(['night'])
    } finally {
      vi.useRealTimers()
    }
  })

  it('goes on with the next when the one it waited for is stopped', async () => {
    const { ask, begun, settle } = startQueue(2)
    void ask('a', 1)
    const large = ask('large', 2)
    void ask('b', 1)
    await settle()
    expect(begun).toEqual(['a'])
    large.stop()
    await expect(large.asked).rejects.toMatchObject({ kind: 'cancelled' })
    await settle()
    expect(begun).toEqual(['a', 'b'])
  })

  it('begins none before its time, and keeps nobody else waiting for it', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
    try {
      const { ask, begun, end, settle, queue } = startQueue(1)
      const start = Date.now()
      void ask('night', 1, start + 3_600_000)
      void ask('later', 1, start + 7_200_000)
      void ask('now', 1)
      await settle()
      expect(begun).toEqual(['now'])
      await end('now')
      vi.advanceTimersByTime(3_599_000)
      await settle()
      expect(begun).toEqual(['now'])
      vi.advanceTimersByTime(1000)
      await settle()
      expect(begun).toEqual(['now', 'night'])
      queue.schedule('later', null)
      await end('night')
      expect(begun).toEqual(['now', 'night', 'later'])
    } finally {
      vi.useRealTimers()
    }
  })
})
