import { describe, expect, it } from 'vitest'
import { columnsToRead, neededColumns } from '../../../src/core/recipe/neededColumns.ts'
import { stepSchema } from '../../../src/shared/recipes.ts'
import { recipeFor } from '../../support/tables.ts'

const columns = ['y', 'x', 'person', 'when', 'aside'].map((name) => ({ name, kind: 'number' as const }))
const rename = stepSchema.parse({ kind: 'rename', id: 'r', column: 'person', name: 'patient' })
const recipe = recipeFor('y', { roles: { person: 'group', when: 'time', aside: 'ignored' }, steps: [rename] })

describe('the columns of a table that a recipe', () => {
  it('needs are its features, its target and what its rows are dealt by', () => {
    expect([...neededColumns(columns, { ...recipe, steps: [] })]).toEqual(['x', 'y'])
    const split = { ...recipe.split, by: { kind: 'time', column: null, gap: 0, unit: 'rows' } as const }
    expect([...neededColumns(columns, { ...recipe, steps: [], split })].sort()).toEqual(['when', 'x', 'y'])
  })

  it('is judged by have its groups, too, whatever they are called', () => {
    expect([...columnsToRead(columns, { ...recipe, steps: [] })].sort()).toEqual(['person', 'x', 'y'])
    expect([...columnsToRead(columns, recipe)].sort()).toEqual(['person', 'x', 'y'])
  })
})
