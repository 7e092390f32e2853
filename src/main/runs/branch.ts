import { firstDifference } from '../../core/epochs/difference.ts'
import type { Dataset } from '../../shared/datasets.ts'
import { DescentError } from '../../shared/errors.ts'
import type { FittedRecipe, Recipe } from '../../shared/recipes.ts'
import type { Run } from '../../shared/runs.ts'
import type { RunConfig } from '../../shared/training.ts'
import { chosenEpoch, epochWeights } from './epochWeights.ts'
import type { RunStorage } from './ports.ts'
import type { DataPreparer } from './preparer.ts'
import { prepareAgain } from './sameData.ts'

export interface BranchRequest {
  epoch: number | 'best' | 'last'
  config: RunConfig
  /** Absent: the parent's. */
  recipe?: Recipe | undefined
}

/**
 * The epoch from which a branch starts, and its weights there: a copy, so that the branch can be repeated whatever
 * becomes of its parent.
 *
 * Errors: `usage` naming the setting where the network, or what the preparation feeds it with, would be another one;
 * `not-found` where the run has no weights of that epoch; `unusable-input` where the data have changed.
 */
export async function beginningOfBranch(
  context: { storage: RunStorage; preparer: DataPreparer },
  project: string,
  parent: Run,
  dataset: Dataset,
  request: BranchRequest,
): Promise<{ epoch: number; weights: Float32Array<ArrayBuffer> }> {
  const { storage, preparer } = context
  const { network } = request.config
  const differing = firstDifference(parent.config.network, network)
  if (differing !== null) throw otherNetwork(parent, differing)
  const epoch = await chosenEpoch(storage, project, parent, request.epoch)
  const weights = await epochWeights(storage, project, parent, epoch)
  const again = await prepareAgain(context, project, parent, dataset)
  const { recipe } = request
  if (again !== null && recipe !== undefined && firstDifference(parent.recipe, recipe) !== null) {
    const { data } = await preparer.prepare(project, dataset, recipe, network, { fold: parent.fold })
    if (!givesSameInputs(again.fitted, data.fitted)) throw otherInputs(parent, recipe)
  }
  return { epoch, weights }
}

/** The run that is to be branched from. Throws `not-found` with a way out where it was removed. */
export async function parentOf(
  get: (project: string, run: string) => Promise<Run>,
  project: string,
  run: string,
): Promise<Run> {
  try {
    return await get(project, run)
  } catch (error) {
    if (!(error instanceof DescentError) || error.kind !== 'not-found') throw error
    throw new DescentError('not-found', 'The run to branch from is no longer in the project.', {
      hint: 'Take its removal back with Undo, or train from new weights instead.',
    })
  }
}

/** Whether rows enter the network, and its answers leave it, in the same way. */
function givesSameInputs(before: FittedRecipe, now: FittedRecipe): boolean {
  return firstDifference({ ...before, recipe: null }, { ...now, recipe: null }) === null
}

function otherNetwork(parent: Run, path: string): DescentError {
  return new DescentError('usage', `A branch has the network of “${parent.name}”, but network.${path} is another.`, {
    hint: 'Set it as it is there, or start a new run.',
  })
}

function otherInputs(parent: Run, recipe: Recipe): DescentError {
  const path = firstDifference(parent.recipe, recipe) ?? ''
  return new DescentError(
    'usage',
    `With recipe.${path} changed, the network would no longer get the inputs that “${parent.name}” learned from.`,
    { hint: 'Set it as it is there, or start a new run.' },
  )
}
