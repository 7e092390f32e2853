import { describe, expect, it } from 'vitest'
import { goneError, goneRemedy, requireNamedColumns, stepsNamingGone } from '../../../src/core/recipe/goneColumns.ts'
import { stepSchema, type Step } from '../../../src/shared/recipes.ts'

const columns = (['age', 'fare', 'sex'] as const).map((name) => ({ name, kind: 'number' as const }))
const step = (settings: object): Step => stepSchema.parse({ id: 'it', enabled: true, ...settings })
const scaled = (...names: string[]) => step({ kind: 'standardize', columns: names })
const encoded = step({ kind: 'oneHot', id: 'encoded', columns: ['sex'] })
const refused = (...steps: Step[]) => stepsNamingGone(columns, { steps }).map(({ names }) => names)

describe('a step that names columns that are gone', () => {
  it('is refused with its name, the nearest column, and a remedy that keeps the others', () => {
    const [found] = stepsNamingGone(columns, { steps: [scaled('age', 'fars')] })
    expect(goneError(found!, columns)).toMatchObject({
      kind: 'unusable-input',
      message: 'The step is to work on “fars”, which is no column of the table.',
      hint: 'Did you mean “fare”? Name columns of the table, or switch the step off.',
      where: { column: 'fars', step: 'it' },
    })
    expect(goneRemedy(found!)).toMatchObject({ label: 'Take “fars” out of the step', settings: { columns: ['age'] } })
    expect(() => requireNamedColumns(columns, { steps: [scaled('age', 'fars')] })).toThrow('“fars”')
  })

  it('is switched off by its remedy where it names no other', () => {
    const [found] = stepsNamingGone(columns, { steps: [scaled('deck', 'cabin')] })
    expect(goneError(found!, columns).message).toBe(
      'The step is to work on “deck”, “cabin”, which are no columns of the table.',
    )
    expect(goneRemedy(found!)).toMatchObject({ label: 'Switch the step off', settings: { enabled: false } })
  })

  it('may be one that fills gaps or leaves rows out', () => {
    expect(refused(step({ kind: 'fillFromNeighbours', columns: ['gone'], method: 'forward' }))).toEqual([['gone']])
    expect(refused(step({ kind: 'dropMissingRows', columns: ['gone'] }))).toEqual([['gone']])
  })
})

describe('a step', () => {
  it('may name what other steps make, as far as that is not known before they have learned', () => {
    const doubled = step({ kind: 'formula', id: 'formula', name: 'double', formula: 'age * 2' })
    expect(refused(doubled, scaled('double'))).toEqual([])
    expect(refused(encoded, scaled('sex=male', 'age²', 'age × fare', 'sex is missing'))).toEqual([])
    expect(refused(encoded, scaled('sexes'))).toEqual([['sexes']])
  })

  it('is left alone while it is switched off, or names kinds of columns', () => {
    expect(refused({ ...scaled('gone'), enabled: false }, step({ kind: 'standardize', columns: 'numbers' }))).toEqual(
      [],
    )
  })
})
