import { describe, expect, it } from 'vitest'
import {
  excludedRows,
  withExcluded,
  withoutExcluded,
  withoutExclusions,
} from '../../../src/renderer/features/evaluate/rows/exclusions.ts'
import { behindText, intervalText } from '../../../src/renderer/features/evaluate/rows/behindText.ts'
import { everyStep, recipeFor } from '../../support/tables.ts'

const recipe = recipeFor('y', { steps: everyStep })

describe('rows left out in Evaluate', () => {
  it('become a step of the recipe, which goes with the last of them', () => {
    const one = withExcluded(recipe, [7])
    expect(excludedRows(one)).toEqual([7])
    expect(one.steps).toHaveLength(everyStep.length + 1)
    const more = withExcluded(one, [2, 7])
    expect(more.steps).toHaveLength(everyStep.length + 1)
    expect(excludedRows(more)).toEqual([2, 7])
    expect(withoutExcluded(more, [2])).toEqual(one)
    expect(withoutExcluded(more, [2, 7])).toEqual(recipe)
    expect(withoutExclusions(more)).toEqual(recipe)
  })

  it('do not bring back what a step names that is switched off', () => {
    const off = withExcluded(recipe, [7])
    const steps = off.steps.map((step) => ({ ...step, enabled: step.kind !== 'excludeRows' }))
    expect(excludedRows({ steps })).toEqual([])
    expect(excludedRows(withExcluded({ ...recipe, steps }, [3]))).toEqual([3])
  })
})

describe('which rows they are', () => {
  const label = (index: number) => ['a', 'b'][index] ?? ''

  it.each([
    [{ kind: 'cell', actual: 0, predicted: 1 }, 'a, predicted as b'],
    [{ kind: 'cell', actual: 1, predicted: 1 }, 'b, predicted rightly'],
    [{ kind: 'cell', actual: null, predicted: 1 }, 'predicted as b'],
    [{ kind: 'level', column: 'town', level: null }, 'town is missing'],
    [
      {
        kind: 'slice',
        conditions: [
          { kind: 'level', column: 'town', level: 'Bern' },
          { kind: 'bin', column: 'age', within: { from: 20, to: null, closed: 'from' } },
        ],
      },
      'town is Bern and age from 20.00',
    ],
  ] as const)('is said in words: %j', (behind, text) => {
    const asked = behind.kind === 'slice' ? { ...behind, conditions: [...behind.conditions] } : behind
    expect(behindText(asked, label, 'y')).toBe(text)
  })

  it('names the ends that belong to an interval', () => {
    const text = (from: number | null, to: number | null, closed: 'from' | 'to' | 'both') =>
      intervalText({ from, to, closed }, String)
    expect(text(1, 2, 'from')).toBe('from 1 to below 2')
    expect(text(1, 2, 'to')).toBe('above 1 to 2')
    expect(text(1, 2, 'both')).toBe('from 1 to 2')
    expect(text(null, 2, 'from')).toBe('below 2')
    expect(text(1, null, 'to')).toBe('above 1')
  })
})
