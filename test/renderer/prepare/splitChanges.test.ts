import { describe, expect, it } from 'vitest'
import {
  dealBy,
  dealByColumn,
  dealKinds,
  freshDeal,
  partColumns,
  partNamed,
  withPart,
} from '../../../src/renderer/features/prepare/split/splitChanges.ts'
import { dealSchema } from '../../../src/shared/recipes.ts'
import { listed, made } from './columns.ts'
import { recipe } from './recipes.ts'

const set = listed('set', 'category', { top: ['train', 'Validation', 'test', 'other'] })
const when = listed('when', 'date', { distinct: 90 })
const person = listed('person', 'category', { top: ['p1', 'p2'], distinct: 40 })
const sex = listed('sex', 'category', { top: ['f', 'm'] })
const code = listed('code', 'text', { distinct: 100, warnings: ['identifier'] })
const fare = listed('fare', 'number', { distinct: 100 })

describe('a way to deal rows', () => {
  it.each(dealKinds)('%s is valid as it is proposed', (kind) => {
    const deal = freshDeal(kind, recipe, [fare, person, when, set, code])
    expect(dealSchema.parse(deal)).toEqual(deal)
    expect(deal?.kind).toBe(kind)
  })

  it('takes the column with the role, or one that obviously serves', () => {
    const roles = { ...recipe, roles: { fare: 'time', sex: 'group', person: 'id' } as const }
    expect(freshDeal('time', roles, [fare, when])).toMatchObject({ column: 'fare' })
    expect(freshDeal('time', recipe, [fare, when])).toMatchObject({ column: 'when' })
    expect(freshDeal('group', roles, [person, sex])).toMatchObject({ column: 'sex' })
    expect(freshDeal('group', recipe, [sex, person])).toMatchObject({ column: 'person' })
    expect(freshDeal('hash', roles, [code, person])).toMatchObject({ columns: ['person'] })
    expect(freshDeal('hash', recipe, [fare, person, code])).toMatchObject({ columns: ['code'] })
  })

  it('is left to the person where no column obviously serves', () => {
    for (const kind of ['time', 'group', 'column', 'hash'] as const) {
      expect(freshDeal(kind, recipe, [fare, sex])).toBeNull()
    }
    expect(freshDeal('group', { ...recipe, target: 'person' }, [person])).toBeNull()
    expect(dealBy('time', fare)).toEqual({ kind: 'time', column: 'fare', gap: 0, unit: 'rows' })
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

  it('may be made by a step, and its values are then said', () => {
    const phase = made('phase', 'text')
    expect(partColumns([fare, set, phase, made('sum', 'number')])).toEqual([set, phase])
    expect(dealByColumn(phase)).toMatchObject({ column: 'phase', train: ['train'], test: ['test'] })
  })

  it('has the name that a step gave it', () => {
    expect(dealByColumn({ ...set, name: 'phase' })).toMatchObject({ column: 'phase', test: ['test'] })
  })

  it('has each value in one part, or in none', () => {
    const deal = dealByColumn(set)
    const moved = withPart(deal, 'other', 'test')
    expect(moved).toMatchObject({ train: ['train'], test: ['test', 'other'] })
    expect(withPart(deal, 'other', null)).toMatchObject({ train: ['train'], test: ['test'] })
  })
})
