import { expect, it } from 'vitest'
import { freshStep, whyNotAdded } from '../../../src/renderer/features/prepare/freshStep.ts'
import type { ColumnKind, ColumnSummary } from '../../../src/shared/datasets.ts'
import { recipe } from './recipes.ts'

const column = (name: string, kind: ColumnKind, distinct: number) => ({ name, kind, distinct }) as ColumnSummary
const columns = [
  column('species', 'category', 300),
  column('island', 'category', 3),
  column('zone', 'category', 200),
  column('note', 'text', 500),
  column('mass', 'number', 90),
  column('flag', 'number', 2),
  ...['a', 'b', 'c', 'd', 'e'].map((name) => column(name, 'number', 50)),
]

it('begins an encoding of many levels with the features that have many', () => {
  expect(freshStep('targetEncode', recipe, columns)).toMatchObject({ columns: ['zone'] })
  expect(freshStep('targetEncode', recipe, columns.slice(0, 2))).toMatchObject({ columns: ['island'] })
})

it('begins products with a few features that are quantities', () => {
  expect(freshStep('polynomial', recipe, columns)).toMatchObject({ columns: ['mass', 'a', 'b', 'c', 'd'] })
})

it('leaves other steps as they begin', () => {
  expect(freshStep('standardize', recipe, columns)).toMatchObject({ columns: 'numbers' })
  expect(freshStep('ordinal', recipe, columns)).toMatchObject({ columns: [] })
})

it('refuses to balance classes where the target is a number', () => {
  expect(whyNotAdded('resampleClasses', 'regression')).toContain('no classes')
  expect(whyNotAdded('resampleClasses', 'classification')).toBeNull()
  expect(whyNotAdded('resampleClasses', undefined)).toBeNull()
  expect(whyNotAdded('standardize', 'regression')).toBeNull()
})
