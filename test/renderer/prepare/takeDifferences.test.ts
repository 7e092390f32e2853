import { describe, expect, it } from 'vitest'
import { sameSettings } from '../../../src/renderer/features/prepare/recipeChanges.ts'
import { recipeDifferences } from '../../../src/renderer/features/prepare/recipeDifferences.ts'
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

  it('takes another order, in which a step that is kept stays behind the one it follows', () => {
    const own = newStep('minMax', 'own')
    const present = { ...recipe, steps: [fill, scale, own, encode] }
    const after = { ...recipe, steps: [encode, fill, scale] }
    const next = takeDifferences(present, after, new Set(['order']))
    expect(next.steps.map(({ id }) => id)).toEqual(['encode', 'fill', 'scale', 'own'])
  })
})
