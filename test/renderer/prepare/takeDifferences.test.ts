import { describe, expect, it } from 'vitest'
import { sameSettings } from '../../../src/renderer/features/prepare/recipeChanges.ts'
import { recipeDifferences, withOwnSettings } from '../../../src/renderer/features/prepare/recipeDifferences.ts'
import { takeDifferences } from '../../../src/renderer/features/prepare/takeDifferences.ts'
import type { Recipe, Step } from '../../../src/shared/recipes.ts'
import { newStep, recipe } from './recipes.ts'

const [fill, scale, encode] = recipe.steps as [Step, Step, Step]
const proposed: Recipe = {
  ...recipe,
  roles: { species: 'target', island: 'ignored', note: 'ignored' },
  steps: [newStep('dateToNumber', 'dates'), { ...fill, columns: ['mass'] } as Step, encode],
  split: { ...recipe.split, test: 0.3 },
  task: 'classification',
}
const ids = (present: Recipe, after: Recipe) =>
  recipeDifferences(present, { recipe: after, reasons: {} }).map(({ id }) => id)
const taken = (...chosen: string[]) => takeDifferences(recipe, proposed, new Set(chosen))

describe('taking some of the differences', () => {
  it('leaves no difference when all are taken', () => {
    const all = ids(recipe, proposed)
    expect(all).toHaveLength(6)
    expect(ids(taken(...all), proposed)).toEqual([])
  })

  it('changes nothing when none is taken', () => {
    expect(sameSettings(taken(), recipe)).toBe(true)
  })

  it('takes each for itself, and leaves the others as differences', () => {
    const all = ids(recipe, proposed)
    for (const one of all) expect(ids(taken(one), proposed), one).toEqual(all.filter((id) => id !== one))
  })

  it('takes settings of the split and the target each for itself, too', () => {
    const own: Recipe = {
      ...recipe,
      classOrder: ['a', 'b'],
      leastClassRows: 5,
      folds: { kind: 'group', folds: 4, column: 'island' },
      split: { ...recipe.split, by: { kind: 'group', column: 'island' }, testTable: 'other' },
    }
    const after: Recipe = { ...recipe, split: { ...recipe.split, test: 0.3 } }
    const all = ids(own, after)
    expect(all.toSorted()).toEqual(['classOrder', 'deal', 'folds', 'leastClassRows', 'split', 'testTable'])
    for (const one of all) {
      const next = takeDifferences(own, after, new Set([one]))
      expect(ids(next, after), one).toEqual(all.filter((id) => id !== one))
    }
    expect(ids(takeDifferences(own, after, new Set(all)), after)).toEqual([])
  })

  it('leaves what no suggestion knows of, and takes another way to deal rows only where it is asked for', () => {
    const own: Recipe = {
      ...recipe,
      folds: { kind: 'time', folds: 3, column: null, gap: 0, unit: 'rows' },
      leastClassRows: 5,
      split: { ...recipe.split, by: { kind: 'time', column: 'when', gap: 0, unit: 'rows' }, testTable: 'other' },
    }
    const kept = withOwnSettings(proposed, own)
    const differences = recipeDifferences(own, { recipe: kept, reasons: {} }, recipe)
    expect(differences.map(({ id }) => id)).not.toContain('folds')
    expect(differences.filter(({ decided }) => decided === true).map(({ id }) => id)).toContain('deal')
    const chosen = differences.filter(({ decided }) => decided !== true).map(({ id }) => id)
    const next = takeDifferences(own, kept, new Set(chosen))
    expect(next).toMatchObject({ folds: own.folds, leastClassRows: 5 })
    expect(next.split).toMatchObject({ by: own.split.by, testTable: 'other', test: 0.3 })
  })

  it('takes another order, in which a step that is kept stays behind the one it follows', () => {
    const own = newStep('minMax', 'own')
    const present = { ...recipe, steps: [fill, scale, own, encode] }
    const after = { ...recipe, steps: [encode, fill, scale] }
    const next = takeDifferences(present, after, new Set(['order']))
    expect(next.steps.map(({ id }) => id)).toEqual(['encode', 'fill', 'scale', 'own'])
  })
})
