import { z } from 'zod'
import { DescentError } from '../../shared/errors.ts'
import { networkParameters, normalizationSchema, type SearchPoint, type SearchValue } from '../../shared/search.ts'
import {
  activationSchema,
  categoriesSchema,
  ensembleSchema,
  lossSchema,
  numbersSchema,
  optimizerSchema,
  runConfigSchema,
  scheduleSchema,
  type RunConfig,
} from '../../shared/training.ts'
import { configProblem } from '../../shared/training/problem.ts'
import { withOptimizer } from '../defaults/suited.ts'
import { withBlocks } from './network.ts'

/** Settings that are one of several kinds; a text is a kind with its defaults. */
const kinds: Readonly<Record<string, z.ZodType>> = {
  'training.optimizer': optimizerSchema,
  'training.schedule': scheduleSchema,
  'network.loss': lossSchema,
  'network.numbers': numbersSchema,
  'network.categories': categoriesSchema,
  'network.ensemble': ensembleSchema,
}

/** A count of layers that no network may have is refused with the network's other limits. */
const blocksSchema = z.strictObject({
  depth: z.number().int().min(0).max(20).optional(),
  width: z.number().int().min(1).max(4096).optional(),
  activation: activationSchema.optional(),
  normalization: normalizationSchema.optional(),
  dropout: z.number().min(0).lt(1).optional(),
})

/**
 * The configuration with a point's values in place. The optimizer comes first, because another one may bring settings of
 * its own along. Throws `usage`, naming the setting, where the values do not make a valid configuration.
 */
export function applyPoint(config: RunConfig, point: SearchPoint): RunConfig {
  const virtual: ReadonlySet<string> = new Set(networkParameters)
  const asked = Object.entries(point).filter(([path]) => virtual.has(path))
  const blocks = parsed(blocksSchema, Object.fromEntries(asked.map(([path, value]) => [lastStep(path), value])))
  const hidden = asked.length === 0 ? config.network.hidden : withBlocks(config.network.hidden, blocks)
  const shaped: RunConfig = { ...config, network: { ...config.network, hidden } }
  const optimizer = point[optimizerPath]
  const optimized = optimizer === undefined ? shaped : withSearchedOptimizer(shaped, optimizer)
  const rest = Object.entries(point)
    .filter(([path]) => !virtual.has(path) && path !== optimizerPath)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  const applied = rest.reduce<unknown>(
    (value, [path, wanted]) => withSetting(value, path.split('.'), expanded(path, wanted, optimized), path),
    optimized,
  )
  return parsed(runConfigSchema, applied)
}

const optimizerPath = 'training.optimizer'

function withSearchedOptimizer(config: RunConfig, value: SearchValue): RunConfig {
  const optimizer = parsed(optimizerSchema, expanded(optimizerPath, value, config))
  return { ...config, training: withOptimizer(config.training, optimizer) }
}

/** The settings that a kind's name stands for: those that are there if they are of this kind, else its defaults. */
function expanded(path: string, value: SearchValue, config: RunConfig): unknown {
  const schema = kinds[path]
  if (schema === undefined || typeof value !== 'string') return value
  const present = settingAt(config, path.split('.'))
  return isObject(present) && present['kind'] === value ? present : parsed(schema, { kind: value })
}

function settingAt(value: unknown, steps: readonly string[]): unknown {
  return steps.reduce<unknown>((inner, step) => (isObject(inner) ? inner[step] : undefined), value)
}

/** A copy of a configuration, or of a part of it, in which the setting at a place is another one. */
function withSetting(value: unknown, [step, ...rest]: readonly string[], wanted: unknown, path: string): unknown {
  if (step === undefined) return wanted
  if (Array.isArray(value)) {
    const index = Number(step)
    if (!Number.isInteger(index) || index < 0 || index >= value.length) throw nowhere(path)
    return value.with(index, withSetting(value[index], rest, wanted, path))
  }
  if (!isObject(value)) throw nowhere(path)
  return { ...value, [step]: withSetting(value[step], rest, wanted, path) }
}

function nowhere(path: string): DescentError {
  return new DescentError('usage', `The searched setting ${path} has no place in this configuration.`, {
    hint: 'Begin with a configuration that has what the setting belongs to, or leave the parameter out.',
  })
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function lastStep(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1)
}

function parsed<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const { problem, remedy } = configProblem(schema, value, result.error)
  throw new DescentError('usage', `A point of the search does not make a valid configuration: ${problem}.`, {
    hint: remedy ?? 'Narrow the range of this parameter, or search it under a condition only.',
  })
}
