import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  CHUNK_ROWS,
  chunkCount,
  decodeCodes,
  decodeNumbers,
  decodeTexts,
  encodeCodes,
  encodeNumbers,
  encodeTexts,
  encodeTextsBeside,
} from '../../../../src/main/datasets/columns/codec.ts'

test('any texts come back, line feeds, NUL and lone surrogates included', async () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', '\n', '\r\n', '\0', '\ud800', '"', 'a\nb'))
  await fc.assert(
    fc.asyncProperty(fc.array(text), async (texts) => {
      expect(decodeTexts(encodeTexts(texts))).toEqual(texts)
      expect(decodeTexts(await encodeTextsBeside(texts))).toEqual(texts)
    }),
  )
})

test('any numbers come back to the bit', () => {
  fc.assert(
    fc.property(fc.float64Array(), (values) => {
      const back = decodeNumbers(encodeNumbers(values))
      expect(new Uint8Array(back.buffer)).toEqual(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
    }),
  )
})

test('any codes come back, of a part of an array, too', () => {
  fc.assert(
    fc.property(fc.int32Array(), fc.nat(5), (codes, start) => {
      const part = codes.subarray(start)
      expect(decodeCodes(encodeCodes(part))).toEqual(Int32Array.from(part))
    }),
  )
})

test('a full chunk of repeated texts is small', () => {
  const texts = Array.from({ length: CHUNK_ROWS }, (_, row) => `level ${row % 5}`)
  expect(encodeTexts(texts).byteLength).toBeLessThan(CHUNK_ROWS / 2)
})

test('damaged bytes throw and do not pass for values', () => {
  expect(() => decodeNumbers(Uint8Array.of(1, 2, 3))).toThrow()
  expect(() => decodeNumbers(encodeTexts(['a']))).toThrow()
})

test('chunks cover every row', () => {
  expect([0, 1, CHUNK_ROWS, CHUNK_ROWS + 1].map(chunkCount)).toEqual([0, 1, 1, 2])
})
