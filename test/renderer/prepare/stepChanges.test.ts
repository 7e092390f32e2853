import { describe, expect, it } from 'vitest'
import {
  freeId,
  withCopy,
  withProposed,
  withSetting,
  withSettings,
  withStep,
  withStepAt,
  withStepBefore,
} from '../../../src/renderer/features/prepare/stepChanges.ts'
import type { Step } from '../../../src/shared/recipes.ts'
import { newStep } from './recipes.ts'

const ids = (steps: readonly Step[]) => steps.map(({ id }) => id)
const steps = [newStep('impute', 'fill'), newStep('standardize', 'scale'), newStep('oneHot', 'encode')]

describe('a new step', () => {
  it('goes where its kind belongs', () => {
    expect(ids(withStep(steps, newStep('dateToNumber', 'new')))).toEqual(['new', 'fill', 'scale', 'encode'])
    expect(ids(withStep(steps, newStep('impute', 'new')))).toEqual(['fill', 'new', 'scale', 'encode'])
    expect(ids(withStep(steps, newStep('oneHot', 'new')))).toEqual(['fill', 'scale', 'encode', 'new'])
    expect(ids(withStep([], newStep('oneHot', 'new')))).toEqual(['new'])
  })

  it('that leaves rows out goes before the gaps are filled', () => {
    expect(ids(withStep(steps, newStep('dropMissingRows', 'new')))).toEqual(['new', 'fill', 'scale', 'encode'])
  })

  it('has an id of its own', () => {
    expect(freeId('impute', [newStep('impute', 'impute-1'), newStep('minMax', 'impute-2')])).toBe('impute-3')
  })
})

describe('moving a step', () => {
  it('puts it at a place among the steps of its stage', () => {
    expect(ids(withStepAt(steps, 'fill', 2))).toEqual(['scale', 'encode', 'fill'])
    expect(ids(withStepAt(steps, 'encode', 0))).toEqual(['encode', 'fill', 'scale'])
    expect(ids(withStepAt(steps, 'scale', 1))).toEqual(ids(steps))
  })

  it('puts it right before another one', () => {
    expect(ids(withStepBefore(steps, 'encode', 'scale'))).toEqual(['fill', 'encode', 'scale'])
    expect(ids(withStepBefore(steps, 'fill', 'encode'))).toEqual(['scale', 'fill', 'encode'])
    expect(ids(withStepBefore(steps, 'fill', 'none'))).toEqual(ids(steps))
  })

  it('goes no further than the ends', () => {
    expect(ids(withStepAt(steps, 'fill', 99))).toEqual(['scale', 'encode', 'fill'])
    expect(ids(withStepAt(steps, 'encode', -1))).toEqual(['encode', 'fill', 'scale'])
    expect(ids(withStepAt(steps, 'none', 1))).toEqual(ids(steps))
  })
})

it('puts a copy with an id of its own behind a step', () => {
  const twice = withCopy(steps, 'scale')
  expect(ids(twice)).toEqual(['fill', 'scale', 'standardize-1', 'encode'])
  expect({ ...twice[2], id: '' }).toEqual({ ...twice[1], id: '' })
})

it('takes a setting that its schema takes, and says what is wrong with another', () => {
  const step = newStep('oneHot', 'x')
  expect(withSetting(step, 'maxLevels', 7)).toEqual({ step: { ...step, maxLevels: 7 } })
  expect(withSetting(step, 'maxLevels', 0)).toHaveProperty('problem')
  expect(withSetting(step, 'maxLevels', NaN)).toHaveProperty('problem')
  expect(withSetting(step, 'columns', ['a'])).toEqual({ step: { ...step, columns: ['a'] } })
})

describe('a step that a finding proposes', () => {
  // As the readers write them (native/readers/src/report.rs).
  it.each([
    '{"kind":"mergeLevels","columns":["a"],"merges":[{"into":"Bern","levels":["bern"]}]}',
    '{"kind":"rareLevels","columns":["a"],"minCount":10}',
    '{"kind":"outliers","columns":["a"]}',
    '{"kind":"log1p","columns":["a"]}',
    '{"kind":"yeoJohnson","columns":["a"]}',
    '{"kind":"dropDuplicates"}',
  ])('%s is added once, with the defaults of its kind', (text) => {
    const proposed = JSON.parse(text) as object
    const once = withProposed(steps, proposed)
    expect(once?.steps).toHaveLength(steps.length + 1)
    expect(once?.step).toMatchObject({ ...proposed, enabled: true })
    expect(withProposed(once!.steps, proposed)?.steps).toEqual(once!.steps)
  })

  it('is none where this version does not know it', () => {
    expect(withProposed(steps, { kind: 'sing', columns: ['a'] })).toBeNull()
  })

  it('gives one step other settings, and leaves what its schema refuses', () => {
    const steps = [newStep('log1p', 'log'), newStep('standardize', 'scale')]
    expect(withSettings(steps, 'log', { signed: true, columns: ['mass'] })).toEqual([
      { kind: 'log1p', id: 'log', enabled: true, signed: true, columns: ['mass'] },
      steps[1],
    ])
    expect(withSettings(steps, 'log', { signed: 'perhaps' })).toEqual(steps)
  })
})
