import { describe, expect, it } from 'vitest'
import { BLOCK_ROWS, RowCache } from '../../src/renderer/features/data/grid/rowCache.ts'

/** A source whose answers come when the test says so. */
function source(rows: number) {
  const asked: number[] = []
  const open = new Map<number, { resolve: (rows: string[][]) => void; reject: (error: Error) => void; limit: number }>()
  const problems: unknown[] = []
  const cache = new RowCache(
    rows,
    (offset, limit) => {
      asked.push(offset)
      return new Promise((resolve, reject) => open.set(offset, { resolve, reject, limit }))
    },
    (problem) => problems.push(problem),
  )
  const settle = () => new Promise((resolve) => setTimeout(resolve))
  return {
    cache,
    asked,
    problems,
    answer: async (offset: number) => {
      const { resolve, limit } = open.get(offset)!
      resolve(Array.from({ length: limit }, (_, index) => [String(offset + index)]))
      await settle()
    },
    fail: async (offset: number) => {
      open.get(offset)!.reject(new Error('gone'))
      await settle()
    },
  }
}

describe('the cache of rows', () => {
  it('fetches what is seen first, then the neighbours, and never the same twice', async () => {
    const { cache, asked, answer } = source(10_000)
    cache.want(BLOCK_ROWS * 5 + 10, BLOCK_ROWS * 5 + 40)
    expect(asked).toEqual([BLOCK_ROWS * 5, BLOCK_ROWS * 6])
    expect(cache.row(BLOCK_ROWS * 5)).toBeNull()
    await answer(BLOCK_ROWS * 5)
    expect(cache.row(BLOCK_ROWS * 5 + 3)).toEqual([String(BLOCK_ROWS * 5 + 3)])
    expect(asked).toEqual([BLOCK_ROWS * 5, BLOCK_ROWS * 6, BLOCK_ROWS * 4])
    cache.want(BLOCK_ROWS * 5 + 10, BLOCK_ROWS * 5 + 40)
    expect(asked).toHaveLength(3)
  })

  it('forgets wishes that were passed by while scrolling', async () => {
    const { cache, asked, answer } = source(1_000_000)
    for (let row = 0; row < 100_000; row += 5_000) cache.want(row, row + 20)
    expect(asked.length).toBe(2)
    await answer(asked[0]!)
    await answer(asked[1]!)
    expect(asked.length).toBe(4)
    expect(asked.slice(2)).toContain(95_000)
  })

  it('asks only for the rows there are at the end of the table', async () => {
    const { cache, asked, answer } = source(BLOCK_ROWS + 7)
    cache.want(BLOCK_ROWS, BLOCK_ROWS + 7)
    expect(asked).toEqual([BLOCK_ROWS, 0])
    await answer(BLOCK_ROWS)
    expect(cache.row(BLOCK_ROWS + 6)).toEqual([String(BLOCK_ROWS + 6)])
    expect(cache.row(BLOCK_ROWS + 7)).toBeNull()
  })

  it('keeps a bounded number of blocks', async () => {
    const { cache, asked, answer } = source(1_000_000)
    let answered = 0
    for (let block = 0; block < 100; block += 1) {
      cache.want(block * BLOCK_ROWS, block * BLOCK_ROWS + 10)
      for (; answered < asked.length; answered += 1) await answer(asked[answered]!)
    }
    const kept = Array.from({ length: 102 }, (_, block) => cache.row(block * BLOCK_ROWS)).filter((row) => row !== null)
    expect(kept).toHaveLength(60)
    expect(cache.row(99 * BLOCK_ROWS)).not.toBeNull()
    expect(cache.row(0)).toBeNull()
  })

  it('tells of a failure and tries again on the next look', async () => {
    const { cache, asked, problems, fail } = source(100)
    cache.want(0, 20)
    await fail(0)
    expect(problems).toEqual([expect.objectContaining({ message: 'gone' })])
    cache.want(0, 20)
    expect(asked).toEqual([0, 0])
  })

  it('is silent once closed', async () => {
    const { cache, problems, answer } = source(100)
    cache.want(0, 20)
    cache.close()
    await answer(0)
    expect(problems).toEqual([])
  })
})
