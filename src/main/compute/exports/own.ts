import { decodePredictions, type Predictions } from '../../../core/network/predictions.ts'
import { transformInputs } from '../../../core/recipe/transform.ts'
import type { Table } from '../../../core/table.ts'
import type { Engine } from '../../training/native.ts'
import { predictOutputs } from '../outputs.ts'
import type { Model } from '../protocol.ts'

/** What the studio predicts of some rows. */
export interface OwnPredictions {
  decoded: Predictions
  /** The rows that are predicted, in the order given. */
  kept: Uint32Array
}

/** @param table with the columns that are derived of series */
export function ownPredictions(engine: Engine, model: Model, table: Table, rows: Uint32Array): OwnPredictions {
  const { inputs, kept } = transformInputs(table, model.fitted, rows)
  return { decoded: decodePredictions(model.fitted, predictOutputs(engine, model, inputs)), kept }
}
