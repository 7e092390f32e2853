import { featureNames } from '../../core/inspection/featureNames.ts'
import { engineSpec } from '../../core/network/spec.ts'
import { actualTargets } from '../../core/recipe/target.ts'
import type { Handlers } from '../../shared/contract.ts'
import { DescentError } from '../../shared/errors.ts'
import { splitNames, type FittedRecipe, type SplitName } from '../../shared/recipes.ts'
import type { Run } from '../../shared/runs.ts'
import type { StepMoment } from '../../shared/workedSteps.ts'
import type { ComputeClient } from '../compute/client.ts'
import type { PreparedData, StepQuestion } from '../compute/protocol.ts'
import type { RunStorage } from '../runs/ports.ts'
import type { DataPreparer, PreparedTable } from '../runs/preparer.ts'
import type { RunsService } from '../runs/service.ts'
import { epochWeights } from '../runs/epochWeights.ts'
import { prepareAgain } from '../runs/sameData.ts'
import { specOf } from '../runs/spec.ts'
import type { NetworkState } from '../training/insight.ts'

type StepCalls = Extract<keyof Handlers, `steps.${string}`>

export interface StepsContext {
  storage: RunStorage
  runs: Pick<RunsService, 'get'>
  preparer: DataPreparer
  compute: ComputeClient
}

/** Shows what one row does to a network in one step, with every number of it. */
export function createStepsService({ storage, runs, preparer, compute }: StepsContext): {
  handlers: Pick<Handlers, StepCalls>
} {
  const prepare = async (project: string, run: Run): Promise<PreparedTable> => {
    const dataset = await storage.getDataset(project, run.dataset)
    const again = await prepareAgain({ storage, preparer }, project, run, dataset)
    if (again !== null) return again.prepared
    throw new DescentError('not-found', `“${run.name}” has not begun to train.`, { hint: 'Wait for its first epoch.' })
  }

  const stateOf = async (
    project: string,
    run: Run,
    moment: StepMoment,
    fitted: FittedRecipe,
  ): Promise<NetworkState> => {
    if (moment === 'next') {
      const checkpoint = await storage.readCheckpoint(project, run.id)
      if (checkpoint !== null) return { checkpoint }
      throw new DescentError('not-found', `“${run.name}” has not begun to train.`, {
        hint: 'Wait for its first epoch.',
      })
    }
    return { spec: specOf(fitted, run.config), weights: await epochWeights(storage, project, run, moment) }
  }

  const question = async (project: string, id: string, moment: StepMoment, wanted: number | null) => {
    const run = await runs.get(project, id)
    const { table, data } = await prepare(project, run)
    const place = placeOf(data, wanted, table.rows)
    const state = await stateOf(project, run, moment, data.fitted)
    // A run under way has another network after every epoch.
    const key = JSON.stringify([project, id, moment, run.epochs, run.state, place.row])
    return { run, table, data, place, key, asked: { state, row: labelled(data, place) } satisfies StepQuestion }
  }

  return {
    handlers: {
      'steps.view': async ({ project, run: id, moment, row: wanted, member }) => {
        const { run, table, data, place, key, asked } = await question(project, id, moment, wanted)
        const { fitted } = data
        const { features } = engineSpec(fitted, run.config)
        const { target, row } = { target: asked.row.targets[0] ?? NaN, row: place.row }
        const order = usedRows(data)
        const at = order.indexOf(row)
        return {
          ...(await compute.ask('workStep', { key, member, ...asked })),
          row,
          split: place.split,
          previous: order[at - 1] ?? null,
          next: order[at + 1] ?? null,
          inputNames: featureNames(fitted, features),
          outputNames: outputNames(fitted),
          target,
          actual: actualText(fitted, actualTargets(table, fitted, Uint32Array.of(row))[0] ?? NaN),
        }
      },

      'steps.unit': async ({ project, run, moment, row, member, stage, unit }) => {
        const { key, asked } = await question(project, run, moment, row)
        const part = { key, member, stage, unit }
        const found = await compute.ask('stepUnit', part)
        if (found !== null) return found
        await compute.ask('workStep', { key, member, ...asked })
        const again = await compute.ask('stepUnit', part)
        if (again === null) throw new DescentError('busy', 'Another step was asked for meanwhile.')
        return again
      },

      'steps.check': async ({ project, run, moment, row, index }) => {
        const { asked } = await question(project, run, moment, row)
        return compute.ask('checkGradient', { ...asked, index })
      },
    },
  }
}

interface RowPlace {
  /** Of the table. */
  row: number
  split: SplitName
  /** Within the split. */
  at: number
}

/** Errors: `usage` where the recipe leaves the row out, or there is none. */
function placeOf({ rows }: PreparedData, wanted: number | null, total: number): RowPlace {
  if (wanted === null) return { row: rows.train[0] ?? 0, split: 'train', at: 0 }
  for (const split of splitNames) {
    const at = rows[split].indexOf(wanted)
    if (at >= 0) return { row: wanted, split, at }
  }
  if (wanted >= total) {
    throw new DescentError('usage', `There is no row ${wanted + 1}: the table has ${total}.`, {
      hint: 'Choose another row.',
    })
  }
  throw new DescentError('usage', `Row ${wanted + 1} is not used: the preparation leaves it out.`, {
    hint: 'Choose another row.',
  })
}

function usedRows({ rows }: PreparedData): Uint32Array {
  const all = new Uint32Array(rows.train.length + rows.validation.length + rows.test.length)
  all.set(rows.train)
  all.set(rows.validation, rows.train.length)
  all.set(rows.test, rows.train.length + rows.validation.length)
  return all.sort()
}

function labelled({ fitted, inputs, targets, weights }: PreparedData, { split, at }: RowPlace): StepQuestion['row'] {
  const width = fitted.inputs.length
  return {
    inputs: inputs[split].slice(at * width, (at + 1) * width),
    targets: targets[split].slice(at, at + 1),
    ...(weights === null ? {} : { weights: weights[split].slice(at, at + 1) }),
  }
}

/** Of two classes the network has one output, for the second. */
function outputNames({ target }: FittedRecipe): string[] {
  if (target.task === 'classification') return target.classes.length === 2 ? target.classes.slice(1) : target.classes
  switch (target.outputs?.kind) {
    case 'quantiles':
      return target.outputs.quantiles.map((quantile) => `${target.name}, quantile ${quantile}`)
    case 'gaussian':
      return [`${target.name}, mean`, `${target.name}, spread`]
    case undefined:
      return [target.name]
  }
}

function actualText({ target }: FittedRecipe, actual: number): string {
  return target.task === 'classification' ? (target.classes[actual] ?? '') : String(actual)
}
