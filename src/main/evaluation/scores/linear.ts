import { defaultRunConfig } from '../../../core/defaults/runConfig.ts'
import { withOptimizer } from '../../../core/defaults/suited.ts'
import type { Dataset } from '../../../shared/datasets.ts'
import { DescentError, fromFailure } from '../../../shared/errors.ts'
import type { Run } from '../../../shared/runs.ts'
import { optimizerSchema, type RunConfig } from '../../../shared/training.ts'
import type { Model } from '../../compute/protocol.ts'
import { newId } from '../../ids.ts'
import type { DataPreparer, PreparedTable } from '../../runs/preparer.ts'
import { specOf } from '../../runs/spec.ts'
import { trainingDataOf } from '../../runs/trainingData.ts'
import type { TrainingClient } from '../../training/client.ts'

export interface LinearModel {
  model: Model
  prepared: PreparedTable
  epochs: number
}

/** Whole passes over the training rows that the fit may take; the loss is convex, and L-BFGS is done long before. */
const EPOCHS = 300

interface LinearContext {
  preparer: DataPreparer
  training: TrainingClient
}

interface LinearOptions {
  signal: AbortSignal
  onProgress: (fraction: number) => void
}

/**
 * Fits a linear (logistic, softmax) model to the rows and inputs that a run learns from. It depends on the run's data and
 * recipe alone. Errors: those of preparing and training, and `cancelled`.
 */
export async function fitLinear(
  { preparer, training }: LinearContext,
  project: string,
  dataset: Dataset,
  { recipe, fold }: Pick<Run, 'recipe' | 'fold'>,
  { signal, onProgress }: LinearOptions,
): Promise<LinearModel> {
  const prepared = await preparer.prepare(project, dataset, recipe, null, { fold, signal })
  const { data } = prepared
  const config = linearConfig(prepared)
  const spec = specOf(data.fitted, config)
  const { length } = await training.size(spec, data.rows.train.length, data.rows.validation.length)
  const run = newId()
  const { promise, resolve, reject } = Promise.withResolvers<{ weights: Float32Array; epochs: number }>()
  const stop = () => {
    void training.abandon(run)
    reject(new DescentError('cancelled', 'Stopped on request.'))
  }
  signal.addEventListener('abort', stop, { once: true })
  try {
    signal.throwIfAborted()
    await training.start(
      {
        run,
        spec,
        length,
        data: trainingDataOf(data),
        checkpoint: null,
        initialWeights: null,
        extendTo: null,
        keep: false,
      },
      {
        notice: ({ state, weights }) => {
          onProgress(Math.min(1, state.epoch / EPOCHS))
          if (state.state === 'failed') reject(fitFailure(state.failure))
          if (state.state === 'finished' && weights !== null) resolve({ weights, epochs: state.epoch })
        },
        broken: reject,
      },
    )
    const { weights, epochs } = await promise
    return { model: { fitted: data.fitted, spec, weights }, prepared, epochs }
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/** The preset of a linear model, fitted by L-BFGS, which needs no rate and ends at the optimum. */
function linearConfig({ data: { fitted, rows } }: PreparedTable): RunConfig {
  const { target } = fitted
  const { network, training } = defaultRunConfig({
    rows: rows.train.length,
    inputs: fitted.inputs.length,
    task: target.task,
    classes: target.task === 'classification' ? target.classes.length : null,
    preset: 'linear',
    seed: 0,
  })
  const settings = withOptimizer({ ...training, epochs: EPOCHS }, optimizerSchema.parse({ kind: 'lbfgs' }))
  return { network, training: settings }
}

function fitFailure(failure: Parameters<typeof fromFailure>[0] | null): Error {
  return failure === null ? new Error('The linear model failed and did not say why.') : fromFailure(failure)
}
