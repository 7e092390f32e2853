import { describe, expect, it } from 'vitest'
import { renamedTarget, targetAsRead, withTargetFollowed } from '../../../src/core/recipe/renamedTarget.ts'
import { stepSchema, type Recipe } from '../../../src/shared/recipes.ts'
import { recipeFor } from '../../support/tables.ts'

const rename = (column: string, name: string, more: object = {}) =>
  stepSchema.parse({ kind: 'rename', id: `${column} ${name}`, column, name, ...more })
const formula = (name: string, more: object = {}) =>
  stepSchema.parse({ kind: 'formula', id: 'made', name, formula: 'x + 1', ...more })
const of = (target: string, ...steps: Recipe['steps']): Recipe => recipeFor(target, { steps })

describe('a target whose column is renamed', () => {
  const follow = (before: Recipe, ...steps: Recipe['steps']) => withTargetFollowed(before, { ...before, steps }).target

  it('is called so from then on, and as before without the step', () => {
    const renamed = withTargetFollowed(of('y'), of('y', rename('y', 'price')))
    expect(renamed.target).toBe('price')
    expect(follow(renamed)).toBe('y')
    expect(follow(renamed, rename('y', 'price', { enabled: false }))).toBe('y')
    expect(follow(renamed, rename('y', 'cost'))).toBe('cost')
    expect(follow(renamed, rename('y', 'price'), rename('price', 'cost'))).toBe('cost')
  })

  it('follows a formula by its step', () => {
    const made = of('made', formula('made'))
    expect(follow(made, formula('other'))).toBe('other')
    expect(follow(made, formula('made'), rename('made', 'price'))).toBe('price')
    expect(follow(made)).toBe('made')
  })

  it('is left where a person chooses another, and where its name is not touched', () => {
    expect(withTargetFollowed(of('y'), of('x', rename('y', 'price'))).target).toBe('x')
    expect(follow(of('y'), rename('x', 'z'))).toBe('y')
    const swapped = of('y', rename('y', 'old'), rename('x', 'y'))
    expect(withTargetFollowed(swapped, swapped)).toBe(swapped)
  })

  it('keeps its link while a name is typed that another column has', () => {
    const clash = withTargetFollowed(of('price', rename('y', 'price')), of('price', rename('y', 'x')))
    expect(clash.target).toBe('x')
    expect(withTargetFollowed(clash, { ...clash, steps: [rename('y', 'xy')] }).target).toBe('xy')
  })
})

it('finds a target by the name that the table has for it, unless another column has that name in the end', () => {
  const columns = ['x', 'y']
  expect(renamedTarget('y', { steps: [rename('y', 'price')] }, columns)).toBe('price')
  expect(renamedTarget('price', { steps: [rename('y', 'price')] }, columns)).toBe('price')
  expect(renamedTarget('y', { steps: [rename('y', 'old'), rename('x', 'y')] }, columns)).toBe('y')
  expect(renamedTarget('y', { steps: [rename('y', 'price', { enabled: false })] }, columns)).toBe('y')
})

it('knows what the target was called when the table was read', () => {
  expect(targetAsRead(of('price', rename('y', 'price')))).toBe('y')
  expect(targetAsRead(of('y'))).toBe('y')
  expect(targetAsRead(of('b', formula('a'), rename('a', 'b')))).toBeNull()
  expect(targetAsRead(recipeFor(null))).toBeNull()
})
