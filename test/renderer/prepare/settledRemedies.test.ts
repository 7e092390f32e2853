import { expect, it } from 'vitest'
import { settledBy } from '../../../src/renderer/features/prepare/settledRemedies.ts'
import { withProposed } from '../../../src/renderer/features/prepare/stepChanges.ts'
import { recipe } from './recipes.ts'

const clip = { kind: 'addStep', label: 'Clip them', step: { kind: 'outliers', columns: ['mass'] } } as const

it('says of a column that it is ignored already', () => {
  const ignore = (column: string) => ({ kind: 'ignoreColumn', label: 'Ignore it', column }) as const
  expect(settledBy(recipe, ignore('note'))).toBe('“note” is ignored')
  expect(settledBy(recipe, ignore('mass'))).toBeNull()
})

it('says of a step that the recipe has it already, as long as it is switched on', () => {
  expect(settledBy(recipe, clip)).toBeNull()
  const steps = withProposed(recipe.steps, clip.step)!.steps
  expect(settledBy({ ...recipe, steps }, clip)).toMatch(/^Clip them/)
  expect(settledBy({ ...recipe, steps: steps.map((step) => ({ ...step, enabled: false })) }, clip)).toBeNull()
})

it('leaves other remedies to be taken', () => {
  expect(settledBy(recipe, { kind: 'setMissing', label: 'x', column: 'mass', marker: '999' })).toBeNull()
})
