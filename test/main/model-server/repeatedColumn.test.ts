import { expect, test } from 'vitest'
import { repeatedColumn } from '../../../src/main/model-server/repeatedColumn.ts'

test('a column that a row gives twice is found with its row', () => {
  expect(repeatedColumn('{"a": 1, "b": 2, "a": 3}')).toEqual({ row: 1, column: 'a' })
  expect(repeatedColumn('[{"a": 1}, {"b": "x", "a": 1, "\\u0062": null}]')).toEqual({ row: 2, column: 'b' })
})

test('the same column in other rows, within values and in texts is none', () => {
  for (const json of [
    '[{"a": 1}, {"a": 2}]',
    '{"a": {"a": 1, "b": [{"b": 1}]}, "b": {"a": 1}}',
    '{"a": "\\"a\\": 1, {", "b": "a:"}',
    '[]',
    '"a"',
    '7',
  ]) {
    expect(repeatedColumn(json)).toBe(null)
  }
})
