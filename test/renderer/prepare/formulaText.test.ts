import { expect, it } from 'vitest'
import { valueOfColumn } from '../../../src/core/formula/formula.ts'
import {
  formulaProblem,
  nameInFormula,
  withInserted,
} from '../../../src/renderer/features/prepare/fields/formulaText.ts'

const columns = new Map(
  (['mass', 'net weight'] as const).map((name) => [name, valueOfColumn({ name, kind: 'number' })]),
)

it.each([
  ['mass', 'mass'],
  ['net weight', '[net weight]'],
  ['a]b', '[a]]b]'],
  ['and', '[and]'],
  ['2024', '[2024]'],
  ['a+b', '[a+b]'],
])('writes the column %s as %s', (name, written) => {
  expect(nameInFormula(name)).toBe(written)
})

it('says what is wrong with a formula and where, and nothing of an empty one', () => {
  expect(formulaProblem('', columns, false)).toBeNull()
  expect(formulaProblem('mass * 2', columns, false)).toBeNull()
  expect(formulaProblem('[net weight] > 2', columns, true)).toBeNull()
  expect(formulaProblem('mass * 2', columns, true)).toMatchObject({ message: expect.stringMatching(/condition/) })
  expect(formulaProblem('mass * weigth', columns, false)).toMatchObject({ start: 7, end: 13 })
})

it('puts names and functions in place of what is selected, and the cursor between the parentheses', () => {
  expect(withInserted('mass', { start: 4, end: 4 }, 'ln()')).toEqual({ text: 'mass ln()', cursor: 8 })
  expect(withInserted('1 + x', { start: 4, end: 5 }, '[net weight]')).toEqual({ text: '1 + [net weight]', cursor: 16 })
  expect(withInserted('ln()', { start: 3, end: 3 }, 'mass')).toEqual({ text: 'ln(mass)', cursor: 7 })
})
