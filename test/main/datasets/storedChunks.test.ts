import { zstdDecompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { decodeNumbers, decodeTexts, encodeNumbers, encodeTexts } from '../../../src/main/datasets/columns/codec.ts'

test.each([0, 1, 254, 255, 256, 257, 1022, 1023, 1024, 1025])('a text of %i bytes is a frame that zstd reads', (n) => {
  const text = 'ab'.repeat(n).slice(0, n)
  const chunk = encodeTexts([text])
  expect(zstdDecompressSync(chunk).toString('utf8', 1)).toBe(text)
  expect(decodeTexts(chunk)).toEqual([text])
})

test('a short chunk that lost its end does not pass for values', () => {
  const chunk = encodeNumbers(Float64Array.of(1, 2, 3))
  expect(() => decodeNumbers(chunk.subarray(0, -8))).toThrow()
})
