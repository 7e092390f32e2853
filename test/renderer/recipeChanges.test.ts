import { describe, expect, it } from 'vitest'
import {
  retarget,
  roleOf,
  sameSettings,
  withLevelLimit,
  withRole,
  withTarget,
} from '../../src/renderer/features/prepare/recipeChanges.ts'
import { formOf } from '../../src/renderer/features/prepare/steps/registry.ts'
import { type Recipe, recipeSchema, type StepKind } from '../../src/shared/recipes.ts'

const newStep = (kind: StepKind, id: string) => formOf({ kind }).create(id)

const recipe: Recipe = {
  version: 1,
  target: 'species',
  task: 'classification',
  roles: { species: 'target', island: 'ignored' },
  steps: [newStep('impute', 's1'), newStep('standardize', 's2')],
  split: { validation: 0.15, test: 0.15, stratify: true, seed: 0 },
  targetScaling: 'none',
}

describe('roles', () => {
  it('has one target at a time', () => {
    const next = withTarget(recipe, 'mass')
    expect(next.target).toBe('mass')
    expect(next.roles).toEqual({ mass: 'target', island: 'ignored' })
    expect(roleOf(next, 'species')).toBe('feature')
  })

  it('takes an ignored column as the target', () => {
    expect(withTarget(recipe, 'island').roles).toEqual({ island: 'target' })
  })

  it('loses its target when the target gets another role', () => {
    const next = withRole(recipe, 'species', 'ignored')
    expect(next.target).toBeNull()
    expect(next.roles['species']).toBe('ignored')
  })

  it('needs no entry for a feature', () => {
    expect(withRole(recipe, 'island', 'feature').roles).toEqual({ species: 'target' })
  })
})

describe('a limit of levels', () => {
  const general = newStep('oneHot', 'encode')
  const steps: Recipe['steps'] = [newStep('impute', 's1'), general, newStep('standardize', 's2')]

  it('is a step of its own before the one that would take the column', () => {
    const next = withLevelLimit({ ...recipe, steps }, 'island', 4)
    expect(next.steps.map(({ kind }) => kind)).toEqual(['impute', 'oneHot', 'oneHot', 'standardize'])
    expect(next.steps[1]).toMatchObject({ columns: ['island'], maxLevels: 4, enabled: true })
    expect(recipeSchema.parse(next)).toEqual(next)
  })

  it('changes that step where it is there', () => {
    const once = withLevelLimit({ ...recipe, steps }, 'island', 4)
    const twice = withLevelLimit(once, 'island', 2)
    expect(twice.steps).toHaveLength(4)
    expect(twice.steps[1]).toMatchObject({ id: once.steps[1]?.id, maxLevels: 2 })
  })

  it('comes last where nothing else encodes', () => {
    const next = withLevelLimit({ ...recipe, steps: [newStep('impute', 'levels of island')] }, 'island', 4)
    expect(next.steps).toHaveLength(2)
    expect(new Set(next.steps.map(({ id }) => id)).size).toBe(2)
  })
})

describe('another target', () => {
  const proposal = (target: string): Recipe => ({
    ...withTarget(recipe, target),
    task: 'auto',
    split: { ...recipe.split, stratify: false },
    targetScaling: 'standardize',
    steps: [newStep('minMax', 'other')],
  })

  it('takes the proposal whole while nothing was changed by hand', () => {
    const before = { recipe: structuredClone(recipe), reasons: {} }
    expect(retarget(recipe, 'mass', { before, after: { recipe: proposal('mass'), reasons: {} } })).toEqual(
      proposal('mass'),
    )
  })

  it('keeps the steps a person has made, and follows in what hangs on the target', () => {
    const before = { recipe: { ...recipe, steps: [] }, reasons: {} }
    const next = retarget(recipe, 'mass', { before, after: { recipe: proposal('mass'), reasons: {} } })
    expect(next.steps).toEqual(recipe.steps)
    expect(next.target).toBe('mass')
    expect(next.task).toBe('auto')
    expect(next.split.stratify).toBe(false)
    expect(next.targetScaling).toBe('standardize')
  })
})

it('compares settings whatever the order of their keys', () => {
  expect(sameSettings({ a: 1, b: [{ c: 2, d: 3 }] }, { b: [{ d: 3, c: 2 }], a: 1 })).toBe(true)
  expect(sameSettings({ a: [1, 2] }, { a: [2, 1] })).toBe(false)
})
