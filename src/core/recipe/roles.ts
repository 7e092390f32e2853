import { DescentError } from '../../shared/errors.ts'
import type { ColumnRole, Recipe } from '../../shared/recipes.ts'
import { enabledSteps } from './enabledSteps.ts'

/** The role of a column; a renamed one keeps that of the name it had, unless the new name has one of its own. */
export function givenRole(recipe: Recipe, name: string): ColumnRole | undefined {
  let called = name
  for (const step of enabledSteps(recipe).toReversed()) {
    const own = roleUnder(recipe, called)
    if (own !== undefined) return own
    if (step.kind === 'formula' && step.name === called) return undefined
    if (step.kind === 'rename' && step.name === called) called = step.column
  }
  return roleUnder(recipe, called)
}

function roleUnder({ roles }: Recipe, name: string): ColumnRole | undefined {
  return Object.hasOwn(roles, name) ? roles[name] : undefined
}

/** The columns that have a role behind the steps of the table. */
export function roleColumns(recipe: Recipe, role: ColumnRole): string[] {
  const names = new Set(Object.keys(recipe.roles))
  for (const step of enabledSteps(recipe)) {
    if (step.kind === 'rename') names.delete(step.column)
    if (step.kind === 'rename' || step.kind === 'formula') names.add(step.name)
  }
  return [...names].filter((name) => givenRole(recipe, name) === role)
}

/** The one column that has a role behind the steps of the table; null where none has. Throws `usage` where two have it. */
export function roleColumn(recipe: Recipe, role: ColumnRole): string | null {
  return onlyOne(roleColumns(recipe, role), role)
}

/** As `roleColumn`, by the names of the table as it was read. */
export function roleColumnAsRead(recipe: Recipe, role: ColumnRole): string | null {
  return onlyOne(
    Object.keys(recipe.roles).filter((name) => recipe.roles[name] === role),
    role,
  )
}

function onlyOne([only, second]: readonly string[], role: ColumnRole): string | null {
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
