import type { Dataset } from '../../shared/datasets.ts'
import { DescentError } from '../../shared/errors.ts'
import type { Run } from '../../shared/runs.ts'
import { withoutTimeLimit } from '../../shared/training/file.ts'
import { epochWeights } from './epochWeights.ts'
import { newRun } from './newRun.ts'
import type { RunStorage } from './ports.ts'
import type { DataPreparer } from './preparer.ts'
import type { RunFields } from './recorder.ts'
import { prepareAgain } from './sameData.ts'

/**
 * A run that does again what this one did, and the weights that it begins with; null for those of its settings.
 *
 * Errors: `usage` where the run has not ended or failed; `unusable-input` where the data have changed; `not-found` where a
 * branch has lost its first weights.
 */
export async function repeatOf(
  context: { storage: RunStorage; preparer: DataPreparer },
  project: string,
  run: Run,
  dataset: Dataset,
  name: string,
): Promise<{ repeat: Run; weights: Float32Array<ArrayBuffer> | null }> {
  if (run.state !== 'finished') {
    throw new DescentError('usage', `“${run.name}” has not come to an end that could be repeated.`, {
      hint: run.state === 'failed' ? 'Start a new run with its settings.' : 'Repeat it when it has ended.',
    })
  }
  await prepareAgain(context, project, run, dataset)
  const weights = run.parent === undefined ? null : await epochWeights(context.storage, project, run, 0)
  const { recipe, fold, parent, task, target } = run
  const config = withoutTimeLimit(run.config)
  const repeat: Run = {
    ...newRun(dataset, { name, recipe, config, ...(fold === undefined ? {} : { fold }) }),
    ...{ task, target },
    ...(parent === undefined ? {} : { parent }),
    repeats: { run: run.id, name: run.name, equal: null },
  }
  return { repeat, weights }
}

/** Whether a run that has ended with these best weights came out as the one that it repeats; nothing of other runs. */
export async function comparedWithRepeated(
  storage: RunStorage,
  project: string,
  run: Run,
  weights: Float32Array | null,
): Promise<Pick<RunFields, 'repeats'>> {
  const { repeats } = run
  if (repeats === undefined) return {}
  const first = await repeated(storage, project, repeats.run)
  if (first === null || weights === null || !toldAlike(first.run, run)) return { repeats: { ...repeats, equal: null } }
  return { repeats: { ...repeats, equal: cameOutAlike(first.run, run) && sameBits(first.weights, weights) } }
}

async function repeated(storage: RunStorage, project: string, id: string) {
  try {
    const run = await storage.getRun(project, id)
    const weights = await storage.readWeights(project, id)
    return weights === null || run.state !== 'finished' ? null : { run, weights }
  } catch (error) {
    if (error instanceof DescentError && error.kind === 'not-found') return null
    throw error
  }
}

/** Whether both were told to do the same: the first one may have been extended since, and the repeat stopped before its end. */
function toldAlike(first: Run, again: Run): boolean {
  const told = ({ config }: Run) => config.training.changes?.filter(({ diverged }) => diverged === undefined) ?? []
  return JSON.stringify(told(first)) === JSON.stringify(told(again))
}

function cameOutAlike(first: Run, again: Run): boolean {
  const names = ['epochs', 'bestEpoch', 'bestLoss', 'lastTrainLoss', 'lastValidationLoss'] as const
  return names.every((name) => Object.is(first[name], again[name]))
}

function sameBits(a: Float32Array, b: Float32Array): boolean {
  const bits = (values: Float32Array) => Buffer.from(values.buffer, values.byteOffset, values.byteLength)
  return bits(a).equals(bits(b))
}
