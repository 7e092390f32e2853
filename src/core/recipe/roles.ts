import { DescentError } from '../../shared/errors.ts'
import type { ColumnRole, Recipe } from '../../shared/recipes.ts'

/** The one column that has a role; null where none has. Throws `usage` where two have it. */
export function roleColumn(recipe: Recipe, role: ColumnRole): string | null {
  const [only, second] = Object.keys(recipe.roles).filter((name) => recipe.roles[name] === role)
  if (second !== undefined) {
    throw new DescentError('usage', `“${only}” and “${second}” both have the role ${role}.`, {
      hint: 'Give one of them another role.',
      where: { column: second },
    })
  }
  return only ?? null
}

/** As `roleColumn`; throws `usage` where none has the role. */
export function requireRoleColumn(recipe: Recipe, role: ColumnRole): string {
  const name = roleColumn(recipe, role)
  if (name !== null) return name
  throw new DescentError('usage', `No column has the role ${role}.`, {
    hint: `Give a column the role ${role}, or name the column.`,
  })
}
