import { describe, expect, it } from 'vitest'
import {
  columnsAhead,
  columnsBefore,
  levelsOf,
  listedColumns,
  refusedSteps,
  remediesOfRefused,
  unfinishedSteps,
  withoutSteps,
} from '../../../src/renderer/features/prepare/tableSteps.ts'
import type { ColumnSummary } from '../../../src/shared/datasets.ts'
import { type Recipe, type Step, stepSchema } from '../../../src/shared/recipes.ts'
import { newStep, recipe } from './recipes.ts'

const columns = [
  { name: 'mass', kind: 'number', distinct: 90, top: [] },
  { name: 'size', kind: 'category', distinct: 2, top: [{ value: 'small' }, { value: 'large' }] },
  { name: 'place', kind: 'category', distinct: 300, top: [{ value: 'here' }] },
] as unknown as ColumnSummary[]

const step = (id: string, settings: object): Step => stepSchema.parse({ id, enabled: true, ...settings })
const double = step('double', { kind: 'formula', name: 'double', formula: 'mass * 2' })
const heavier = step('heavier', { kind: 'formula', name: 'heavier', formula: 'double + 1' })
const renamed = step('renamed', { kind: 'rename', column: 'size', name: 'extent' })
const unfinished = step('unfinished', { kind: 'formula', name: '', formula: '' })
const wrong = step('wrong', { kind: 'filterRows', formula: 'weight > 3' })
const withSteps = (...steps: Step[]): Recipe => ({ ...recipe, steps })

describe('columns of rows ahead', () => {
  const ahead = step('ahead', { kind: 'window', column: 'mass', statistic: 'ahead', rows: [1, 7] })

  it('are there to be chosen as the target before one is, each with the kind of its column', () => {
    const of = { ...ahead, column: 'size', id: 'other', rows: [2] } as Step
    expect(columnsAhead(columns, withSteps(ahead, of))).toEqual([
      { name: 'mass ahead 1', kind: 'number', summary: null },
      { name: 'mass ahead 7', kind: 'number', summary: null },
      { name: 'size ahead 2', kind: 'category', summary: null },
    ])
  })

  it('are none of steps that are switched off, look back, or look at a column that is not there', () => {
    const off = { ...ahead, enabled: false } as Step
    const lag = { ...ahead, id: 'lag', statistic: 'lag' } as Step
    const gone = { ...ahead, id: 'gone', column: 'gone' } as Step
    expect(columnsAhead(columns, withSteps(off, lag, gone))).toEqual([])
  })
})

describe('columns that a step finds', () => {
  it('are those that the steps before it leave', () => {
    const all = withSteps(double, heavier, renamed, newStep('oneHot', 'encode'))
    const names = (one: Step | null) => [...columnsBefore(columns, all, one).keys()]
    expect(names(double)).toEqual(['mass', 'size', 'place'])
    expect(names(renamed)).toEqual(['mass', 'size', 'place', 'double', 'heavier'])
    expect(names(newStep('oneHot', 'encode'))).toEqual(['mass', 'extent', 'place', 'double', 'heavier'])
    expect(names(null)).toEqual(names(newStep('oneHot', 'encode')))
  })

  it('have the summary of the table’s own column, under whatever name', () => {
    const listed = listedColumns(columns, columnsBefore(columns, withSteps(double, renamed), null))
    expect(listed.map(({ name, summary }) => [name, summary?.name ?? null])).toEqual([
      ['mass', 'mass'],
      ['extent', 'size'],
      ['place', 'place'],
      ['double', null],
    ])
  })
})

describe('steps over series', () => {
  const lag = step('lag', { kind: 'window', column: 'mass', statistic: 'lag', rows: [1] })
  const faster = step('faster', { kind: 'formula', name: 'faster', formula: 'mass - [mass lag 1]' })

  it('find the table as it was read, and give their columns to all others', () => {
    const all = withSteps(renamed, faster, lag)
    expect([...columnsBefore(columns, all, lag).keys()]).toEqual(['mass', 'size', 'place'])
    expect([...columnsBefore(columns, all, faster).keys()]).toContain('mass lag 1')
    expect(refusedSteps(columns, all).size).toBe(0)
  })
})

describe('steps that cannot run', () => {
  it('are told with their reason, and the others still run', () => {
    const refused = refusedSteps(columns, withSteps(unfinished, double, wrong, heavier))
    expect([...refused.keys()]).toEqual(['unfinished', 'wrong'])
    expect(refused.get('wrong')?.message).toMatch(/weight/)
    expect(withoutSteps(withSteps(unfinished, double, wrong), refused).steps).toEqual([double])
  })

  it('are also those that name a column which is gone, with a button', () => {
    const all = withSteps(step('scaled', { kind: 'standardize', columns: ['mass', 'gone'] }))
    expect(refusedSteps(columns, all).get('scaled')?.message).toMatch(/“gone”/)
    expect(remediesOfRefused(columns, all, 'scaled')).toEqual([
      { kind: 'editStep', label: 'Take “gone” out of the step', step: 'scaled', settings: { columns: ['mass'] } },
    ])
    expect(remediesOfRefused(columns, all, 'other')).toEqual([])
  })

  it('are told what is still to be entered, where that is all there is to it', () => {
    const fresh = (['window', 'sortRows', 'rename', 'formula', 'filterRows', 'standardize'] as const).map((kind) =>
      newStep(kind, kind),
    )
    expect(Object.fromEntries(unfinishedSteps({ steps: [...fresh, double, wrong] }))).toEqual({
      window: 'Choose the column to look back at',
      sortRows: 'Choose the column to sort by',
      rename: 'Choose the column to rename',
      formula: 'Give the column a name',
      filterRows: 'Write the condition',
    })
    expect(unfinishedSteps({ steps: fresh.map((one) => ({ ...one, enabled: false })) }).size).toBe(0)
    const [lacking] = refusedSteps(columns, withSteps(newStep('window', 'w'))).values()
    expect(lacking).toMatchObject({ message: 'A step looks back over rows at no column yet.', where: { step: 'w' } })
  })

  it('are not looked for among those that are switched off', () => {
    expect(refusedSteps(columns, withSteps({ ...wrong, enabled: false })).size).toBe(0)
  })
})

it('knows the levels of one named column whose values the table tells in full', () => {
  const listed = listedColumns(columns, columnsBefore(columns, recipe, null))
  const ordinal = (names: string[]) => ({ ...newStep('ordinal', 'x'), columns: names }) as Step
  expect(levelsOf(ordinal(['size']), listed)).toEqual(['small', 'large'])
  expect(levelsOf(ordinal(['place']), listed)).toEqual([])
  expect(levelsOf(ordinal(['size', 'place']), listed)).toEqual([])
})
