import fc from 'fast-check'
import { expect, it } from 'vitest'
import { CHUNK_ROWS } from '../../../src/main/datasets/columns/codec.ts'
import { searchOrder } from '../../../src/main/datasets/findText.ts'

it('looks at every row once, in order from where it begins, a chunk at a time', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4 * CHUNK_ROWS }),
      fc.nat(4 * CHUNK_ROWS),
      fc.boolean(),
      (rows, from, backwards) => {
        const stretches = searchOrder(rows, from, backwards)
        const at = Math.min(from, rows - 1)
        let next = at
        let seen = 0
        for (const { first, end } of stretches) {
          expect(Math.floor(first / CHUNK_ROWS)).toBe(Math.floor((end - 1) / CHUNK_ROWS))
          expect(backwards ? end - 1 : first).toBe(next)
          seen += end - first
          next = backwards ? (first === 0 ? rows - 1 : first - 1) : end === rows ? 0 : end
        }
        expect(seen).toBe(rows)
      },
    ),
  )
})
