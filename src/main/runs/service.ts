import type { Handlers } from '../../shared/contract.ts'
import type { Dataset } from '../../shared/datasets.ts'
import { DescentError } from '../../shared/errors.ts'
import type { Run } from '../../shared/runs.ts'
import type { RunConfig } from '../../shared/training.ts'
import { defaultRunConfig } from '../../core/defaults/runConfig.ts'
import { requireNamedColumns } from '../../core/recipe/goneColumns.ts'
import { inputCount } from '../../core/network/features.ts'
import { inputGroups, networkShapes } from '../../core/network/shapes.ts'
import { engineSpec, outputUnits } from '../../core/network/spec.ts'
import type { Jobs } from '../jobs/jobs.ts'
import { ActiveRun } from './activeRun.ts'
import type {} from './runContext.ts'
import { beginningOfBranch, parentOf } from './branch.ts'
import { epochWeights } from './epochWeights.ts'
import { extension } from './extend.ts'
import { createKeptEpochs } from './keptEpochs.ts'
import { repeatOf } from './repeat.ts'
import { prepareAgain } from './sameData.ts'
import type { RunContext, RunPart, StartingPoint } from './runContext.ts'
import { newRun } from './newRun.ts'
import type { QueueCalls } from './queueCalls.ts'
import { drawnSeries } from '../../core/series/records.ts'
import { specOf } from './spec.ts'
import { trainingDataOf } from './trainingData.ts'

type RunCalls = Exclude<
  Extract<keyof Handlers, `runs.${string}`>,
  QueueCalls | 'runs.compare' | 'runs.ties' | 'runs.remove' | 'runs.restore'
>

export interface RunsService {
  handlers: Pick<Handlers, RunCalls>
  /** Stores a run and begins it as a part of something larger. */
  begin(project: string, run: Run, dataset: Dataset, part: RunPart): Promise<ActiveRun>
  /** Continues an interrupted run so. */
  resume(project: string, run: string, part: RunPart): Promise<ActiveRun>
  /** A run that goes on or waits for its turn; null for any other. */
  live(project: string, run: string): ActiveRun | null
  /** A run with its newest state: of an active one ahead of what is stored. */
  get(project: string, run: string): Promise<Run>
  /** Leaves runs that wait for their first turn as interrupted: resumed, they wait again. */
  leaveQueue(): Promise<void>
  /** Ends what trains in the project at a checkpoint, as interrupted. */
  closeProject(project: string): Promise<void>
}

export interface RunsContext extends RunContext {
  jobs: Jobs
}

/** The range that a test of learning rates goes through. */
const testedRates = { from: 1e-6, to: 10, steps: 200 }

/** Seconds of training that an estimate may take. */
const MEASURE_SECONDS = 0.3

export function createRunsService(context: RunsContext): RunsService {
  const { storage, preparer, training, jobs } = context
  const active = new Map<string, ActiveRun>()
  // Of what is larger people see one job, and are told of changes less often than its many runs change.
  const quiet: RunContext = {
    ...context,
    jobs: { start: () => ({ update: () => {}, done: () => {}, failed: () => {}, cancelled: () => {} }) },
    events: {
      emit(event, payload) {
        if (event === 'run') context.events.emit(event, payload)
      },
    },
  }

  const live = (project: string, run: string): ActiveRun | null => {
    const found = active.get(run)
    return found !== undefined && found.project === project ? found : null
  }

  const get = async (project: string, id: string): Promise<Run> => {
    const found = live(project, id)
    if (found !== null) return found.run
    const run = await storage.getRun(project, id)
    return isActiveState(run.state) ? { ...run, state: 'interrupted' } : run
  }

  const begin = (project: string, run: Run, dataset: Dataset, from: StartingPoint): ActiveRun => {
    const started = new ActiveRun(from.part === undefined ? context : quiet, project, run, dataset, from)
    active.set(run.id, started)
    void started.ended.finally(() => active.delete(run.id))
    return started
  }

  /** Continues a stored run from its checkpoint; one that has none begins again, to the same result. */
  const continueRun = async (
    project: string,
    run: Run,
    part: Partial<Pick<StartingPoint, 'stopAtOnce' | 'config' | 'extendTo' | 'part'>> = {},
  ): Promise<ActiveRun> => {
    const dataset = await storage.getDataset(project, run.dataset)
    await prepareAgain(context, project, run, dataset)
    const checkpoint = await storage.readCheckpoint(project, run.id)
    const initialWeights =
      checkpoint === null && run.parent !== undefined ? await epochWeights(storage, project, run, 0) : null
    const from = { checkpoint, initialWeights, stopAtOnce: false, keep: true, config: run.config, ...part }
    return begin(project, run, dataset, from)
  }

  const handlers: RunsService['handlers'] = {
    'runs.defaults': async ({ project, dataset: id, recipe, preset }) => {
      const dataset = await storage.getDataset(project, id)
      const { data } = await preparer.prepare(project, dataset, recipe, null)
      const { fitted, rows } = data
      const { task } = fitted.target
      return defaultRunConfig({
        rows: rows.train.length,
        inputs: inputCount(fitted, undefined),
        task,
        classes: fitted.target.task === 'classification' ? fitted.target.classes.length : null,
        preset,
        seed: recipe.split.seed,
      })
    },

    'runs.estimate': async ({ project, dataset: id, recipe, config }) => {
      const dataset = await storage.getDataset(project, id)
      requireNamedColumns(dataset.columns, recipe)
      const { data } = await preparer.prepare(project, dataset, recipe, config.network)
      const { fitted } = data
      const spec = specOf(fitted, config)
      const description = engineSpec(fitted, config)
      const rows = {
        train: data.rows.train.length,
        validation: data.rows.validation.length,
        test: data.rows.test.length,
      }
      const learned = data.learned?.targets.length ?? rows.train
      const { parameters, memoryBytes } = await training.size(spec, learned, rows.validation)
      const secondsPerEpoch = await training
        .measure({
          spec: specOf(fitted, gently(config)),
          data: trainingDataOf(data),
          seconds: MEASURE_SECONDS,
        })
        .catch(() => null)
      const { batchSize } = config.training
      return {
        parameters,
        memoryBytes,
        inputs: inputCount(fitted, config.network.categories),
        outputs: outputUnits(description),
        groups: inputGroups(description, fitted.inputs),
        layers: networkShapes(description, fitted.inputs),
        rows,
        stepsPerEpoch: batchSize === null ? 1 : Math.ceil(learned / batchSize),
        secondsPerEpoch,
      }
    },

    'runs.testRates': async ({ project, dataset: id, job, recipe, config }) => {
      const dataset = await storage.getDataset(project, id)
      const title = `Testing learning rates on ${dataset.name}`
      return jobs.run({ id: job, project, kind: 'rateTest', title }, async ({ signal, progress }) => {
        const { data } = await preparer.prepare(project, dataset, recipe, config.network, { signal })
        const report = await training.testRates(
          { id: job, spec: specOf(data.fitted, config), data: trainingDataOf(data), ...testedRates },
          { signal, onProgress: (fraction) => progress(fraction, 'One step a rate') },
        )
        signal.throwIfAborted()
        return report
      })
    },

    'runs.start': async ({ project, dataset: id, recipe, config, name, fold, notBefore, keep = true }) => {
      const dataset = await storage.getDataset(project, id)
      requireNamedColumns(dataset.columns, recipe)
      const run = newRun(dataset, {
        name: name ?? nextName(await storage.listRuns(project)),
        recipe,
        config,
        ...(fold === undefined ? {} : { fold }),
        ...(notBefore == null ? {} : { notBefore }),
      })
      await storage.createRun(project, run)
      const from = { checkpoint: null, initialWeights: null, stopAtOnce: false, keep, config }
      const started = begin(project, run, dataset, from)
      context.events.emit('projectChanged', { project })
      return started.run
    },

    'runs.branch': async ({ project, run: id, config, name, notBefore, ...request }) => {
      const parent = await parentOf(get, project, id)
      const dataset = await storage.getDataset(project, parent.dataset)
      if (request.recipe !== undefined) requireNamedColumns(dataset.columns, request.recipe)
      const { epoch, weights } = await beginningOfBranch(context, project, parent, dataset, { config, ...request })
      const { task, target, parameters, inputs, layers, rows, fold } = parent
      const run = {
        ...newRun(dataset, {
          name: name ?? nextName(await storage.listRuns(project)),
          recipe: request.recipe ?? parent.recipe,
          config,
          ...(fold === undefined ? {} : { fold }),
          ...(notBefore == null ? {} : { notBefore }),
        }),
        ...{ task, target, parameters, inputs, layers, rows },
        parent: { run: id, epoch },
      }
      await storage.createRun(project, run, weights)
      const from = { checkpoint: null, initialWeights: weights, stopAtOnce: false, keep: true, config }
      const started = begin(project, run, dataset, from)
      context.events.emit('projectChanged', { project })
      return started.run
    },

    'runs.repeat': async ({ project, run: id, name }) => {
      const first = await get(project, id)
      const dataset = await storage.getDataset(project, first.dataset)
      const chosen = name ?? nextName(await storage.listRuns(project))
      const { repeat, weights } = await repeatOf(context, project, first, dataset, chosen)
      await storage.createRun(project, repeat, weights ?? undefined)
      const { config } = repeat
      const from = { checkpoint: null, initialWeights: weights, stopAtOnce: false, keep: true, config }
      const started = begin(project, repeat, dataset, from)
      context.events.emit('projectChanged', { project })
      return started.run
    },

    'runs.pause': async ({ project, run }) => {
      const found = live(project, run)
      if (found === null) throw new DescentError('usage', 'Only a running run can be paused.')
      await found.pause()
      return found.run
    },

    'runs.resume': async ({ project, run: id }) => {
      const found = live(project, id)
      if (found !== null) {
        await found.resume()
        return found.run
      }
      const run = await get(project, id)
      if (run.state !== 'interrupted') {
        throw new DescentError('usage', `“${run.name}” has ended: there is nothing to resume.`, {
          hint: 'Extend it to train for more epochs.',
        })
      }
      return (await continueRun(project, run)).run
    },

    'runs.change': async ({ project, run, change }) => {
      const found = live(project, run)
      if (found === null) throw new DescentError('usage', 'Only a run that trains can be changed.')
      await found.changeSettings(change)
      return found.run
    },

    'runs.checkpoint': async ({ project, run }) => {
      const found = live(project, run)
      if (found === null) throw new DescentError('usage', 'Only a run that trains has a checkpoint to save.')
      await found.saveCheckpoint()
      return found.run
    },

    'runs.stop': async ({ project, run: id }) => {
      const found = live(project, id)
      if (found !== null) {
        await found.stop()
        return found.run
      }
      const run = await get(project, id)
      if (run.state !== 'interrupted') return run
      // Its best weights are in the checkpoint: the engine takes it and stops at once.
      const continued = await continueRun(project, run, { stopAtOnce: true })
      await continued.ended
      return continued.run
    },

    'runs.extend': async ({ project, run: id, epochs }) => {
      const found = live(project, id)
      if (found !== null) {
        await found.extend(epochs)
        return found.run
      }
      const run = await get(project, id)
      return (await continueRun(project, run, extension(run, epochs))).run
    },

    'runs.get': ({ project, run }) => get(project, run),

    ...createKeptEpochs(storage, get),

    'runs.series': async ({ project, run, ...options }) => {
      // The run as it is stored, as its records are: one that trains may know of a change before they follow it.
      const { config, bestEpoch } = await storage.getRun(project, run)
      const records = await storage.readSeries(project, run, options.fromEpoch)
      return drawnSeries(records, config.training, { ...options, keep: bestEpoch })
    },

    'runs.rename': async ({ project, run: id, name }) => {
      const found = live(project, id)
      if (found !== null) found.change({ name })
      else await storage.commitRun(project, id, { fields: { name } })
      context.events.emit('projectChanged', { project })
      return get(project, id)
    },

    'runs.annotate': async ({ project, runs }) => {
      await storage.annotateRuns(project, runs)
      // A run under way would write over it with what it knows.
      for (const { run, remarks } of runs) live(project, run)?.change(remarks)
      context.events.emit('projectChanged', { project })
      return {}
    },
  }

  return {
    handlers,
    live,
    get,
    async begin(project, run, dataset, part) {
      await storage.createRun(project, run)
      const { config } = run
      return begin(project, run, dataset, {
        checkpoint: null,
        initialWeights: null,
        stopAtOnce: false,
        keep: true,
        config,
        part,
      })
    },
    async resume(project, id, part) {
      return continueRun(project, await get(project, id), { part })
    },
    async leaveQueue() {
      const waiting = [...active.values()].filter(({ run }) => run.state === 'preparing' && run.waiting === true)
      await Promise.all(waiting.filter(({ run }) => run.epochs === 0).map((run) => run.close()))
    },
    async closeProject(project) {
      const open = [...active.values()].filter((run) => run.project === project)
      // Those that wait are let go first, so that none of them starts when the one that trains ends.
      for (const run of open.reverse()) await run.close()
      for (const run of open) active.delete(run.run.id)
    },
  }
}

/** With steps so short that nothing diverges: numbers that are not finite take many times as long as others. */
function gently({ network, training }: RunConfig): RunConfig {
  return { network, training: { ...training, learningRate: Math.min(training.learningRate, 1e-6) } }
}

function isActiveState(state: Run['state']): boolean {
  return state === 'preparing' || state === 'running' || state === 'paused'
}

function nextName(runs: readonly Run[]): string {
  const names = new Set(runs.map(({ name }) => name))
  // Trials have names of their own.
  let number = runs.filter(({ study }) => study === undefined).length + 1
  while (names.has(`Run ${number}`)) number++
  return `Run ${number}`
}
