import { describe, expect, it } from 'vitest'
import {
  dealByColumn,
  dealKinds,
  freshDeal,
  partNamed,
  withPart,
} from '../../../src/renderer/features/prepare/splitChanges.ts'
import type { ColumnSummary } from '../../../src/shared/datasets.ts'
import { dealSchema } from '../../../src/shared/recipes.ts'
import { recipe } from './recipes.ts'

const column = (name: string, kind: ColumnSummary['kind'], values: string[], distinct = values.length) =>
  ({ name, kind, distinct, top: values.map((value, at) => ({ value, count: 10 - at })) }) as ColumnSummary

const set = column('set', 'category', ['train', 'Validation', 'test', 'other'])
const when = column('when', 'date', [], 90)
const person = column('person', 'category', [], 40)
const code = column('code', 'text', [], 100)
const mass = column('mass', 'number', [], 70)

describe('a way to deal rows', () => {
  it.each(dealKinds)('%s is valid as it is proposed', (kind) => {
    const deal = freshDeal(kind, recipe, [mass, person, when, set, code])
    expect(dealSchema.parse(deal)).toEqual(deal)
    expect(deal?.kind).toBe(kind)
  })

  it('takes the column with the role, or one that serves', () => {
    const roles = { ...recipe, roles: { mass: 'time', code: 'group' } as const }
    expect(freshDeal('time', roles, [mass, when])).toMatchObject({ column: 'mass' })
    expect(freshDeal('time', recipe, [mass, when])).toMatchObject({ column: 'when' })
    expect(freshDeal('group', roles, [person, code])).toMatchObject({ column: 'code' })
    expect(freshDeal('hash', recipe, [person, code])).toMatchObject({ columns: ['code'] })
  })

  it('is none where no column serves', () => {
    expect(freshDeal('time', recipe, [mass])).toBeNull()
    expect(freshDeal('column', recipe, [mass])).toBeNull()
  })
})

describe('a column that names the parts', () => {
  it('is read by its wording', () => {
    expect(['Training', 'dev', 'TEST_2', 'holdout', 'latest'].map(partNamed)).toEqual([
      'train',
      'validation',
      'test',
      'test',
      null,
    ])
    expect(dealByColumn(set)).toEqual({
      kind: 'column',
      column: 'set',
      train: ['train', 'other'],
      validation: ['Validation'],
      test: ['test'],
    })
  })

  it('has each value in one part, or in none', () => {
    const deal = dealByColumn(set)
    if (deal.kind !== 'column') throw new Error('another kind')
    const moved = withPart(deal, 'other', 'test')
    expect(moved).toMatchObject({ train: ['train'], test: ['test', 'other'] })
    expect(withPart(deal, 'other', null)).toMatchObject({ train: ['train'], test: ['test'] })
  })
})
