import { renamedTarget, targetAsRead } from '../../core/recipe/renamedTarget.ts'
import { namesGiven } from '../../core/recipe/table/view.ts'
import type { Dataset } from '../../shared/datasets.ts'
import { DescentError } from '../../shared/errors.ts'
import type { Recipe } from '../../shared/recipes.ts'
import type { Application } from '../application.ts'
import { resolveColumn, resolveColumns } from './columns.ts'
import type { TrainRequest } from './trainOptions.ts'

/** A table that is trained on. */
export interface TrainSource {
  project: string
  dataset: Dataset
  /** The file or dataset, as messages name it. */
  name: string
}

/**
 * The recipe of a training: what was prepared for this target in the project, or else the suggested one; over it what the
 * configuration says, and over that the options.
 *
 * @param test the table of the test's rows, where they have one of their own
 * Errors: `usage` and `unusable-input` for columns that are not there, or that are asked for twice.
 */
export async function trainRecipe(
  { handlers }: Pick<Application, 'handlers'>,
  { project, dataset, name }: TrainSource,
  request: TrainRequest,
  test: Dataset | null,
): Promise<Recipe> {
  const of = { project, dataset: dataset.id }
  const stored = 'project' in request.from ? await handlers['recipes.get'](of) : null
  const part = request.recipe
  const raw = dataset.columns.map((column) => column.name)
  const columns = [...raw, ...namesGiven(part.steps ?? stored?.steps ?? [])]
  const asked = resolveColumn(request.target, columns, name)
  requireRoles(part.roles ?? {}, columns, name)
  const calledBy = (recipe: Pick<Recipe, 'steps'>) => renamedTarget(asked, recipe, raw)
  // What a person prepared for this target in the studio holds here too.
  const isPrepared = stored !== null && stored.target === calledBy(stored)
  const steps = part.steps ?? (isPrepared ? stored.steps : [])
  const target = calledBy({ steps })
  const ignored = request.ignore === undefined ? [] : resolveColumns(request.ignore, columns, name)
  if (ignored.includes(asked) || ignored.includes(target)) {
    throw new DescentError('usage', `The target “${target}” is also in --ignore.`)
  }
  const read = targetAsRead({ target, steps }) ?? ''
  const suggested = async () =>
    (await handlers['recipes.suggest']({ ...of, target: raw.includes(read) ? read : null })).recipe
  const prepared = isPrepared ? stored : await suggested()
  if (part.target != null && renamedTarget(part.target, { steps }, raw) !== target) {
    throw new DescentError(
      'usage',
      `The recipe of the configuration is for “${part.target}”, and --target is “${target}”.`,
    )
  }
  const recipe = { ...prepared, ...part, target, roles: { ...prepared.roles, ...part.roles } }
  const isAuto = request.task === 'auto'
  return {
    ...recipe,
    task: isAuto ? recipe.task : request.task,
    roles: { ...recipe.roles, ...Object.fromEntries(ignored.map((column) => [column, 'ignored' as const])) },
    split: {
      ...splitOf(recipe.split, request, test),
      validation: request.validation ?? recipe.split.validation,
      stratify: isAuto || part.split !== undefined ? recipe.split.stratify : request.task === 'classification',
      seed: request.seed ?? recipe.split.seed,
    },
  }
}

/** Refuses roles of columns that are not there; that one is ignored is then no loss. */
function requireRoles(roles: Recipe['roles'], columns: readonly string[], file: string): void {
  const known = new Set(columns)
  const gone = Object.entries(roles).find(([column, role]) => role !== 'ignored' && !known.has(column))
  if (gone === undefined) return
  const [column, role] = gone
  throw new DescentError(
    'unusable-input',
    `The configuration gives “${column}” the role ${role}, and ${file} has no such column.`,
    {
      hint: `Its columns: ${columns.slice(0, 20).join(', ')}${columns.length > 20 ? `, … (${columns.length})` : ''}`,
      where: { column },
    },
  )
}

/** A table for the test takes the place of a share of the rows, and a share that is asked for that of a table. */
function splitOf(split: Recipe['split'], { test: share }: TrainRequest, test: Dataset | null): Recipe['split'] {
  if (test !== null) return { ...split, test: 0, testTable: test.id }
  if (share === undefined) return split
  const { testTable: _replaced, ...own } = split
  return { ...own, test: share }
}
