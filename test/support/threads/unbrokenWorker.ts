import { setTimeout as sleep } from 'node:timers/promises'
import { serveThread } from '../../../src/main/threads/serve.ts'
import { unbroken } from '../../../src/main/threads/unbroken.ts'

export type Steps = { work: { input: SharedArrayBuffer; output: null } }

/**
 * Counts how far it came in the first of two numbers: 1 begun, 2 done what must not be broken off, 3 gone on after it.
 * What must not be broken off is done once the second number is 1.
 */
serveThread<Steps, 'begun', null>((_, notify) => ({
  work: async (memory) => {
    const reached = new Int32Array(memory)
    await unbroken(async () => {
      Atomics.store(reached, 0, 1)
      notify('begun')
      while (Atomics.load(reached, 1) === 0) await sleep(5)
      Atomics.store(reached, 0, 2)
    })
    Atomics.store(reached, 0, 3)
    return null
  },
}))
