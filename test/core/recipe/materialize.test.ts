import { expect, it } from 'vitest'
import { chunkRows } from '../../../src/core/expression/evaluation/chunk.ts'
import { binary, constant } from '../../../src/core/expression/build.ts'
import { remadeColumns } from '../../../src/core/recipe/materialize.ts'
import type { PreparedColumn } from '../../../src/core/recipe/prepared.ts'

const rows = 3 * chunkRows + 1
const x = { kind: 'number', name: 'x', from: 'x', values: new Float64Array(rows) } as const
const plusOne = (columns: PreparedColumn[]): PreparedColumn[] =>
  columns.map((column) =>
    column.kind === 'number' ? { ...column, value: binary('add', column.value, constant(1)) } : column,
  )

it('can be abandoned between two chunks of rows', () => {
  let chunks = 0
  const onProgress = (): void => {
    if (++chunks === 3) throw new Error('enough')
  }
  expect(() => remadeColumns([x], plusOne, rows, { onProgress })).toThrow('enough')
  expect(chunks).toBe(3)
})
