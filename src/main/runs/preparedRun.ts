import { inputCount } from '../../core/network/features.ts'
import { networkShapes } from '../../core/network/shapes.ts'
import { engineSpec } from '../../core/network/spec.ts'
import type { Table } from '../../core/table.ts'
import type { Dataset } from '../../shared/datasets.ts'
import type { Run } from '../../shared/runs.ts'
import type { PreparedData } from '../compute/protocol.ts'
import type { RunFields } from './recorder.ts'
import { withTrainMetrics } from './runConfigs.ts'
import type { RunContext } from './runContext.ts'
import { specOf } from './spec.ts'

/** A run's data as its network takes them, and what the engine is told of the network. */
export interface Prepared {
  table: Table
  data: PreparedData
  spec: string
  /** Of the flat weights. */
  length: number
}

/** Prepares the data of a run, and says what is known of it then. */
export async function preparedRun(
  { preparer, training }: Pick<RunContext, 'preparer' | 'training'>,
  project: string,
  run: Run,
  dataset: Dataset,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (fraction: number) => void },
): Promise<{ prepared: Prepared; fields: RunFields }> {
  const { recipe, fold } = run
  const { network } = run.config
  const { table, data } = await preparer.prepare(project, dataset, recipe, network, { signal, fold, onProgress })
  const { train, validation, test } = data.rows
  const config = validation.length > 0 ? run.config : withTrainMetrics(run.config)
  const spec = specOf(data.fitted, config)
  const { parameters, length } = await training.size(spec, train.length, validation.length)
  return {
    prepared: { table, data, spec, length },
    fields: {
      config,
      parameters,
      inputs: inputCount(data.fitted, network.categories),
      layers: networkShapes(engineSpec(data.fitted, config), data.fitted.inputs),
      rows: { train: train.length, validation: validation.length, test: test.length },
      task: data.fitted.target.task,
    },
  }
}
