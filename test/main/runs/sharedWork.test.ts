import { describe, expect, it } from 'vitest'
import { SharedWork } from '../../../src/main/runs/sharedWork.ts'

/** Work that ends when the test says so, or as cancelled. */
function startWork() {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const told: ((fraction: number) => void)[] = []
  const work = new SharedWork<string>(({ signal, onProgress }) => {
    signal.addEventListener('abort', () => reject(new Error('The work was cancelled.')))
    told.push(onProgress)
    return promise
  })
  return { work, resolve, progress: (fraction: number) => told.forEach((tell) => tell(fraction)) }
}

describe('work that several wait for', () => {
  it('is done once, and tells all of them', async () => {
    const { work, resolve, progress } = startWork()
    const seen: number[] = []
    const both = [work.wait(undefined, (fraction) => seen.push(fraction)), work.wait()]
    progress(0.5)
    resolve('done')
    expect(await Promise.all(both)).toEqual(['done', 'done'])
    expect(seen).toEqual([0.5])
  })

  it('goes on as long as one waits, and is cancelled when nobody does', async () => {
    const { work } = startWork()
    const [first, second] = [new AbortController(), new AbortController()]
    const one = work.wait(first.signal)
    const other = work.wait(second.signal)
    first.abort()
    await expect(one).rejects.toMatchObject({ kind: 'cancelled' })
    expect(work.isCancelled).toBe(false)
    second.abort()
    await expect(other).rejects.toMatchObject({ kind: 'cancelled' })
    expect(work.isCancelled).toBe(true)
    await expect(work.ended).rejects.toThrow('The work was cancelled.')
  })
})
