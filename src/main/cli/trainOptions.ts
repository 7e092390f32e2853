import { readFile } from 'node:fs/promises'
import { extname, resolve } from 'node:path'
import { taskSchema } from '../../shared/recipes.ts'
import type { Recipe, RecipePart } from '../../shared/recipes.ts'
import { DescentError } from '../../shared/errors.ts'
import { withOptimizer } from '../../core/defaults/suited.ts'
import { optimizerSchema, runConfigSchema } from '../../shared/training.ts'
import type { RunConfig, TrainingSettings } from '../../shared/training.ts'
import { decimalNumber, parseArguments, usageError, wholeNumber } from './arguments.ts'
import { recipeOfConfig } from './configRecipe.ts'
import { configFileSchema, settingsOf } from '../../shared/training/file.ts'
import { configProblem } from '../../shared/training/problem.ts'

export const trainUsage =
  'descent train <file | --project p --dataset D> --target COL [--task auto|regression|classification] [--ignore COL,COL] [--config run.json] [--seed N] [--epochs N] [--time SECONDS] [--threads N] [--valid F] [--test F] [--test-file file.csv] [--out model.onnx|model.descent] [--json]'

const LARGEST_SEED = 2 ** 32 - 1

/** What `descent train` was asked for; undefined is what the defaults decide. */
export interface TrainRequest {
  from: { file: string } | { project: string; dataset: string | undefined }
  target: string
  task: Recipe['task']
  ignore: string | undefined
  config: unknown
  /** What the configuration says of the preparation. */
  recipe: RecipePart
  seed: number | undefined
  epochs: number | undefined
  seconds: number | undefined
  threads: number | undefined
  validation: number | undefined
  test: number | undefined
  testFile: string | undefined
  out: { path: string; format: 'onnx' | 'descent' } | undefined
}

/** Errors: `usage` for what cannot be meant, `not-found` and `unusable-input` for the configuration file. */
export async function parseTrainRequest(argv: readonly string[]): Promise<TrainRequest> {
  const { values, positionals } = parseArguments(
    argv,
    trainUsage,
    {
      project: { type: 'string' },
      dataset: { type: 'string' },
      target: { type: 'string' },
      task: { type: 'string' },
      ignore: { type: 'string' },
      config: { type: 'string' },
      seed: { type: 'string' },
      epochs: { type: 'string' },
      time: { type: 'string' },
      threads: { type: 'string' },
      valid: { type: 'string' },
      test: { type: 'string' },
      'test-file': { type: 'string' },
      out: { type: 'string' },
    },
    { least: 0, most: 1 },
  )
  const [file] = positionals
  if (values.target === undefined) throw usageError('The option --target is missing.', trainUsage)
  if ((file === undefined) === (values.project === undefined)) {
    throw usageError('Name either a file, or a project with --project and --dataset.', trainUsage)
  }
  if (file !== undefined && values.dataset !== undefined) throw usageError('--dataset needs --project.', trainUsage)
  const fractions = { least: 0, most: 0.9 }
  const validation = decimalNumber(values.valid, '--valid', fractions)
  const test = decimalNumber(values.test, '--test', fractions)
  if ((validation ?? 0) + (test ?? 0) >= 1) {
    throw new DescentError('usage', '--valid and --test together leave no rows to train on.')
  }
  const config = values.config === undefined ? undefined : await readConfig(values.config)
  return {
    from: values.project === undefined ? { file: file ?? '' } : { project: values.project, dataset: values.dataset },
    target: values.target,
    task: parseTask(values.task),
    ignore: values.ignore,
    config,
    recipe: recipeOfConfig(config),
    seed: wholeNumber(values.seed, '--seed', { least: 0, most: LARGEST_SEED }),
    epochs: wholeNumber(values.epochs, '--epochs', { least: 1, most: 1_000_000 }),
    seconds: decimalNumber(values.time, '--time', { least: 0.001, most: 1e9 }),
    threads: wholeNumber(values.threads, '--threads', { least: 1, most: 256 }),
    validation,
    test,
    testFile: values['test-file'],
    out: values.out === undefined ? undefined : parseOut(values.out),
  }
}

function parseTask(text: string | undefined): Recipe['task'] {
  if (text === undefined || text === 'auto') return 'auto'
  const parsed = taskSchema.safeParse(text)
  if (parsed.success) return parsed.data
  throw new DescentError('usage', `--task ${text}: this is auto, regression or classification.`)
}

function parseOut(path: string): { path: string; format: 'onnx' | 'descent' } {
  const extension = extname(path).toLowerCase()
  if (extension === '.onnx') return { path, format: 'onnx' }
  if (extension === '.descent') return { path, format: 'descent' }
  throw new DescentError('usage', `--out ${path}: the name ends in .onnx or .descent.`)
}

async function readConfig(path: string): Promise<unknown> {
  const text = await readFile(resolve(path), 'utf8').catch((cause: unknown) => {
    throw new DescentError('not-found', `The configuration ${path} is not there or cannot be read.`, {
      where: { file: path },
      cause,
    })
  })
  try {
    // Some editors begin a file with a byte order mark.
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (cause) {
    const line = cause instanceof Error ? /\(line (\d+) column \d+\)/.exec(cause.message)?.[1] : undefined
    throw new DescentError(
      'unusable-input',
      `The configuration ${path} is not valid JSON${line === undefined ? '' : `: look at line ${line}`}.`,
      { hint: wholeConfiguration, where: { file: path }, cause },
    )
  }
}

const wholeConfiguration = 'A whole one is in what "descent train --json" prints, under config.'

/**
 * The configuration of a run: the defaults, over them what the file says (it may leave things out), over that the
 * options. Errors: `usage` naming the setting that does not exist or is out of range.
 */
export function mergeConfig(defaults: RunConfig, request: TrainRequest): RunConfig {
  const { config, seed, epochs, seconds, threads } = request
  const merged = config === undefined ? defaults : overlay(defaults, settingsOf(config))
  const parsed = runConfigSchema.safeParse(merged)
  if (!parsed.success) {
    const { problem, remedy } = configProblem(configFileSchema, merged, parsed.error)
    throw new DescentError('usage', `The configuration is not valid: ${problem}.`, {
      hint: remedy ?? wholeConfiguration,
    })
  }
  const { network, training } = parsed.data
  return {
    network,
    training: {
      ...training,
      seed: seed ?? training.seed,
      epochs: epochs ?? training.epochs,
      timeLimitSeconds: seconds ?? training.timeLimitSeconds,
      threads: threads ?? training.threads,
    },
  }
}

/** Settings of groups are taken one by one; an optimizer, early stopping and the list of layers as a whole. */
function overlay(defaults: RunConfig, config: unknown): unknown {
  if (!isObject(config)) return config
  const base = { ...defaults, training: suitedTraining(defaults.training, config) }
  const group = (name: 'network' | 'training') =>
    isObject(config[name]) ? { ...base[name], ...config[name] } : (config[name] ?? base[name])
  return { ...config, network: group('network'), training: group('training') }
}

/** The defaults that go with the optimizer of the file. */
function suitedTraining(defaults: TrainingSettings, { training }: Record<string, unknown>): TrainingSettings {
  const asked = optimizerSchema.safeParse(isObject(training) ? training['optimizer'] : undefined)
  return asked.success ? withOptimizer(defaults, asked.data) : defaults
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
