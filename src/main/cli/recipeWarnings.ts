import { requireNamedColumns } from '../../core/recipe/goneColumns.ts'
import type { Finding } from '../../shared/datasets.ts'
import { DescentError, toFailure } from '../../shared/errors.ts'
import type { Recipe } from '../../shared/recipes.ts'
import type { Application } from '../application.ts'
import { newId } from '../ids.ts'
import { cancellable } from './session.ts'
import type { TrainSource } from './trainRecipe.ts'

/** A larger table is looked at on a sample of its rows, so that a training does not wait for what warns of it. */
const MOST_ROWS = 100_000

/**
 * What a person should know of a recipe, as Prepare says it. What cannot be trained at all is left to the training to
 * say.
 *
 * @param given ids of steps that were asked for here and now
 * Errors: `unusable-input` where a step names a column that is gone, or one of these another that it never meets.
 */
export async function recipeWarnings(
  application: Application,
  { project, dataset }: TrainSource,
  recipe: Recipe,
  { given, signal }: { given: ReadonlySet<string>; signal: AbortSignal },
): Promise<Finding[]> {
  requireNamedColumns(dataset.columns, recipe)
  const job = newId()
  const question = { project, dataset: dataset.id, job, recipe, looks: [], sample: dataset.rows > MOST_ROWS }
  let findings: Finding[]
  try {
    const preview = () => application.handlers['recipes.preview'](question)
    findings = (await cancellable(application, signal, job, preview)).findings
  } catch (error) {
    if (toFailure(error).kind !== 'unusable-input') throw error
    return []
  }
  const own = new Set(dataset.columns.map(({ name }) => name))
  const isLost = ({ kind, step = '', column = '' }: Finding): boolean =>
    kind === 'stepWithoutColumn' && given.has(step) && (own.has(column) || column === recipe.target)
  const lost = findings.find(isLost)
  if (lost !== undefined) throw lostColumn(lost, recipe)
  return findings.filter(({ severity }) => severity === 'warning')
}

function lostColumn({ column = '', step }: Finding, { target, roles }: Recipe): DescentError {
  const why = column === target ? 'which is the target' : `which is no feature but ${roles[column] ?? 'left out'}`
  return new DescentError('unusable-input', `The step is to work on “${column}”, ${why}.`, {
    hint: `Steps of features work on features, and on columns that the steps before made of them: take “${column}” out of the step, or name another.`,
    where: { column, ...(step === undefined ? {} : { step }) },
  })
}
