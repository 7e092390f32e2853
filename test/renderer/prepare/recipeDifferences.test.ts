import { describe, expect, it } from 'vitest'
import { recipeDifferences } from '../../../src/renderer/features/prepare/recipeDifferences.ts'
import type { Recipe } from '../../../src/shared/recipes.ts'
import { newStep, recipe } from './recipes.ts'

const differences = (before: Recipe, after: Recipe, reasons: Record<string, string> = {}) =>
  recipeDifferences(before, { recipe: after, reasons }).map(({ change, part, title, detail, reason }) =>
    [change, part, title, detail, ...(reason === undefined ? [] : [reason])].join(' | '),
  )

describe('differences of recipes', () => {
  it('finds none between a recipe and itself', () => {
    expect(differences(recipe, structuredClone(recipe))).toEqual([])
  })

  it('tells steps that are added, removed and changed, each with its reason', () => {
    const after = {
      ...recipe,
      steps: [
        newStep('dateToNumber', 'dates'),
        { ...newStep('impute', 'fill'), columns: ['mass', 'height'] },
        newStep('oneHot', 'encode'),
      ],
    }
    expect(differences(recipe, after, { dates: 'A network needs numbers.' })).toEqual([
      'add | Steps | Turn dates into numbers | all dates | A network needs numbers.',
      'change | Steps | Fill missing values | Columns: all numbers → mass, height',
      'remove | Steps | Standardize | all numbers',
    ])
  })

  it('knows a step again that has another id', () => {
    const [fill, scale, encode] = recipe.steps
    const renamed = [fill!, { ...scale!, id: 'other' }, { ...encode!, id: 'another', enabled: false }]
    expect(differences(recipe, { ...recipe, steps: renamed })).toEqual([
      'change | Steps | One-hot encode categories | switched off',
    ])
  })

  it('tells another order', () => {
    const [fill, scale, encode] = recipe.steps
    expect(differences(recipe, { ...recipe, steps: [scale!, fill!, encode!] })).toEqual([
      'change | Steps | Order of the steps | Standardize, Fill missing values, One-hot encode categories',
    ])
  })

  it('tells roles, the target and the split', () => {
    const after: Recipe = {
      ...recipe,
      target: 'mass',
      task: 'regression',
      roles: { mass: 'target', note: 'ignored' },
      split: { ...recipe.split, test: 0.3, stratify: false },
    }
    expect(differences(recipe, after, { target: 'It holds numbers.', split: 'More to judge by.' })).toEqual([
      'change | Target | Target | species → mass | It holds numbers.',
      'change | Target | Task | auto → regression',
      'change | Columns | species | target → feature',
      'change | Split | Split | Test: 0.15 → 0.3; Same share of every class: on → off | More to judge by.',
    ])
  })

  it('tells another target once, not again by its role', () => {
    const before = { ...recipe, target: null, roles: { island: 'feature' } } as const
    const after: Recipe = { ...recipe, roles: { species: 'target', island: 'feature' } }
    expect(differences(before, after)).toEqual(['change | Target | Target | none → species'])
    expect(differences(after, { ...after, target: 'island', roles: { island: 'target' } })).toEqual([
      'change | Target | Target | species → island',
      'change | Columns | species | target → feature',
    ])
  })

  it('marks roles that a person chose, and no others', () => {
    const present: Recipe = { ...recipe, roles: { ...recipe.roles, note: 'feature', mass: 'ignored' } }
    const proposed: Recipe = { ...recipe, roles: { ...recipe.roles, note: 'ignored', leak: 'ignored' } }
    const found = recipeDifferences(
      present,
      { recipe: proposed, reasons: { 'role:note': 'It names rows.' } },
      {
        ...recipe,
        roles: { ...recipe.roles, note: 'ignored' },
      },
    )
    expect(found.map(({ title, decided, reason }) => [title, decided, reason])).toEqual([
      ['mass', true, 'You chose its role yourself.'],
      ['note', true, 'You chose its role yourself. It names rows.'],
      ['leak', undefined, undefined],
    ])
  })
})
