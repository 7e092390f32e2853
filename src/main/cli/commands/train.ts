import { basename, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Finding } from '../../../shared/datasets.ts'
import { DescentError, fromFailure } from '../../../shared/errors.ts'
import type { Recipe } from '../../../shared/recipes.ts'
import type { Run } from '../../../shared/runs.ts'
import type { RunConfig } from '../../../shared/training.ts'
import { configSchemaName } from '../../../shared/training/file.ts'
import type { Application } from '../../application.ts'
import { newId } from '../../ids.ts'
import type { Console } from '../console.ts'
import { exitCodes } from '../exitCodes.ts'
import type { Command, CommandContext } from '../main.ts'
import { deliver } from '../outputs.ts'
import { prepareTrainOutput } from '../trainOutput.ts'
import { findDataset } from '../projects.ts'
import { metricText, runObject } from '../runObject.ts'
import type { WrittenFile } from '../runObject.ts'
import { cancellable, registerFile, withApplication } from '../session.ts'
import type { Session } from '../session.ts'
import { namingStep, warningObject, warningText } from '../recipeWords.ts'
import { recipeWarnings } from '../recipeWarnings.ts'
import { testTableOf } from '../testTable.ts'
import { trainRecipe } from '../trainRecipe.ts'
import type { TrainSource } from '../trainRecipe.ts'
import { mergeConfig, parseTrainRequest, trainUsage } from '../trainOptions.ts'
import type { TrainRequest } from '../trainOptions.ts'

export const trainCommand: Command = {
  usage: trainUsage,
  help: ({
    entries,
  }) => `Trains a network on a table, a file or a dataset of a project. The same inputs give the same network.
COL is a column's exact name, or #N counted from 1.

  --target COL     what to predict
  --task T         auto, regression or classification
  --ignore COL,…   columns that are not used
  --config F       network and training settings, and a recipe, as JSON; what it leaves out is decided by default.
                   Its JSON Schema: ${fileURLToPath(new URL(configSchemaName, entries.resources))}
  --seed N         of the split and of the training
  --epochs N       at most so many epochs
  --time SECONDS   at most so long
  --threads N      the result does not depend on it
  --valid F        share of the rows for validation, 0.15 by default
  --test F         share of the rows for the test, 0.15 by default
  --test-file F    a file for the test instead; in a project it becomes a table
  --out PATH       model.onnx, or model.descent for the whole project
  --json           one object on standard output`,

  async run(argv, context) {
    const started = performance.now()
    const request = await parseTrainRequest(argv)
    return withApplication(context, async (session) => {
      const { application } = session
      await prepareTrainOutput(application, request)
      const source = await openSource(session, context, request)
      const test = request.testFile === undefined ? null : await testTableOf(session, context, source, request.testFile)
      const recipe = await trainRecipe(application, source, request, test)
      const warnings = await recipeWarnings(application, source, recipe, {
        given: new Set(request.recipe.steps?.map(({ id }) => id)),
        signal: context.interrupt.signal,
      }).catch(namingStep(recipe))
      const settings = { recipe, warnings }
      const { run, begun } = await trainRun(application, context, source, settings, request).catch(namingStep(recipe))
      const files = await writeOutputs(application, context, source.project, run, request)
      context.console.endProgress()
      const seconds = {
        total: (performance.now() - started) / 1000,
        prepare: (begun - started) / 1000 + run.seconds.prepare,
        train: run.seconds.train,
      }
      const told = warnings.map(warningObject)
      if (context.json)
        context.console.object({ ...runObject({ ...run, seconds }, files, 'file' in request.from), warnings: told })
      else printRun(context.console, run, seconds.total, files)
      return exitCodes.done
    })
  },
}

async function openSource(
  { application, scratch }: Session,
  { interrupt }: CommandContext,
  { from }: TrainRequest,
): Promise<TrainSource> {
  if ('project' in from) {
    const { project } = await application.openProjectFile(resolve(from.project), { create: false })
    const stored = await application.handlers['projects.get']({ project })
    const [only] = stored.datasets
    if (from.dataset === undefined && (only === undefined || stored.datasets.length > 1)) {
      throw new DescentError('usage', `${stored.name} has ${stored.datasets.length} datasets.`, {
        hint: 'Name one with --dataset.',
      })
    }
    const brief = from.dataset === undefined && only !== undefined ? only : findDataset(stored, from.dataset ?? '')
    const dataset = await application.handlers['datasets.get']({ project, dataset: brief.id })
    return { project, dataset, name: brief.name }
  }
  const { file, fileName } = await registerFile(application, from.file)
  // The name of the table, as the project that --out model.descent gives will show it.
  const stem = fileName.replace(/\.[^.]+$/, '') || 'model'
  const { project } = await application.openProjectFile(resolve(scratch, `${stem}.descent`), { create: true })
  const job = newId()
  const dataset = await cancellable(application, interrupt.signal, job, () =>
    application.handlers['datasets.import']({ project, job, file, options: {} }),
  )
  return { project, dataset, name: fileName }
}

/** `begun`: when the run did, in milliseconds of the performance clock. */
async function trainRun(
  application: Application,
  context: CommandContext,
  source: TrainSource,
  { recipe, warnings }: { recipe: Recipe; warnings: readonly Finding[] },
  request: TrainRequest,
): Promise<{ run: Run; begun: number }> {
  const { handlers } = application
  const { project, dataset } = source
  const of = { project, dataset: dataset.id }
  const defaults = await handlers['runs.defaults']({ ...of, recipe, preset: 'balanced' })
  const config = mergeConfig(defaults, request)
  await requireTestRows(application, source, { recipe, config }, request)
  // Nothing of the recipe is refused any more: what would be is not warned of, too.
  for (const warning of warnings) context.console.note(warningText(warning, recipe))
  const begun = performance.now()
  context.interrupt.signal.throwIfAborted()

  const { id } = await new Promise<Run>((done, fail) => {
    let started: Run | null = null
    const unsubscribe = application.events.subscribe('run', (progress) => {
      context.console.progress({
        stage: 'training',
        fraction: progress.epochs === 0 ? null : progress.epoch / progress.epochs,
        detail: `Epoch ${progress.epoch} of ${progress.epochs} · loss ${metricText(progress.trainLoss)} · validation ${metricText(progress.validationLoss)}`,
        secondsLeft: progress.secondsLeft,
        epoch: progress.epoch,
        trainLoss: progress.trainLoss,
        validationLoss: progress.validationLoss,
      })
      if (progress.state !== 'finished' && progress.state !== 'failed' && progress.state !== 'interrupted') return
      unsubscribe()
      if (started !== null) done(started)
    })
    // What is kept of epochs stays with a project.
    const keep = 'project' in request.from || request.out?.format === 'descent'
    handlers['runs.start']({ ...of, recipe, config, keep }).then((run) => {
      started = run
      // Ctrl+C keeps the best weights so far.
      const stop = () => void handlers['runs.stop']({ project, run: run.id }).catch(() => {})
      if (context.interrupt.signal.aborted) stop()
      else context.interrupt.signal.addEventListener('abort', stop, { once: true })
    }, fail)
  })
  const run = await handlers['runs.get']({ project, run: id })
  if (run.failure !== null) throw fromFailure(run.failure)
  return { run, begun }
}

/** A test file whose rows all come to nothing is refused before anything is trained. */
async function requireTestRows(
  { handlers }: Application,
  { project, dataset }: TrainSource,
  settings: { recipe: Recipe; config: RunConfig },
  { testFile }: TrainRequest,
): Promise<void> {
  if (testFile === undefined) return
  const { rows } = await handlers['runs.estimate']({ project, dataset: dataset.id, ...settings })
  if (rows.test > 0) return
  const { target } = settings.recipe
  throw new DescentError('unusable-input', `${basename(testFile)} has no row to test with.`, {
    hint: `A row of it needs a value of “${target}” that the training knows, and what the steps of the recipe ask of a row.`,
    where: { file: testFile },
  })
}

async function writeOutputs(
  application: Application,
  { interrupt }: CommandContext,
  project: string,
  run: Run,
  { from, out }: TrainRequest,
): Promise<WrittenFile[]> {
  if (out === undefined || run.metrics === null) return []
  const { handlers, artifacts } = application
  if (out.format === 'descent') {
    // Opened in the studio, the table is prepared as the model's was.
    if ('file' in from) await handlers['recipes.save']({ project, dataset: run.dataset, recipe: run.recipe })
    const { artifact } = await handlers['projects.package']({ project })
    const sizeBytes = await deliver(artifacts.resolve(artifact).path, resolve(out.path))
    return [{ path: out.path, format: out.format, sizeBytes }]
  }
  const job = newId()
  // After Ctrl+C the model is still written: that is what was done.
  const signal = interrupt.signal.aborted ? new AbortController().signal : interrupt.signal
  const report = await cancellable(application, signal, job, () =>
    handlers['exports.create']({ project, run: run.id, job, format: 'onnx' }),
  )
  const sizeBytes = await deliver(artifacts.resolve(report.artifact).path, resolve(out.path))
  return [{ path: out.path, format: out.format, sizeBytes, check: report.check }]
}

function printRun(console: Console, run: Run, seconds: number, files: readonly WrittenFile[]): void {
  const names = Object.keys(run.metrics?.validation ?? run.metrics?.train ?? {})
  console.print(
    `${run.target}: ${run.task}, ${run.epochs} epochs (best ${run.bestEpoch ?? '–'}), ${run.parameters} parameters, ${seconds.toFixed(1)} s`,
  )
  if (run.metrics === null) console.print('No epoch was trained.')
  const splits = (['train', 'validation', 'test'] as const).filter((split) => run.metrics?.[split] != null)
  if (splits.length > 0) {
    const line = (title: string, cells: readonly string[]) =>
      title.padEnd(18) + cells.map((c) => c.padStart(12)).join('')
    console.print(line('', splits))
    for (const name of names) {
      console.print(
        line(
          name,
          splits.map((split) => {
            const metrics: Record<string, number | null> = run.metrics?.[split] ?? {}
            return metricText(metrics[name])
          }),
        ),
      )
    }
  }
  for (const file of files) console.print(`${file.path}: ${file.sizeBytes} bytes`)
}
