import { expect, it } from 'vitest'
import { encodeTexts, openTexts } from '../../../src/main/datasets/columns/codec.ts'

it.each([
  ['plain', (row: number) => `text ${row}`],
  ['often empty and not ASCII', (row: number) => (row % 3 === 0 ? '' : `ünï ${row} 🚀`)],
  ['with line feeds', (row: number) => `a\n${row}`],
])('gives every window of texts that are %s', (_, make) => {
  for (const rows of [0, 1, 255, 256, 257, 1000]) {
    const texts = Array.from({ length: rows }, (_row, row) => make(row))
    const open = openTexts(encodeTexts(texts))
    for (let first = 0; first <= rows + 1; first += 51) {
      for (const length of [0, 1, 2, 255, 256, 300, 2000]) {
        expect(open.slice(first, first + length)).toEqual(texts.slice(first, first + length))
      }
    }
  }
})
