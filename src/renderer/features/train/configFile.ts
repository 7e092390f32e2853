import { firstDifference } from '../../../core/epochs/difference.ts'
import { withOptimizer } from '../../../core/defaults/suited.ts'
import { DescentError } from '../../../shared/errors.ts'
import type { Recipe } from '../../../shared/recipes.ts'
import { optimizerSchema, runConfigSchema, type Network, type RunConfig } from '../../../shared/training.ts'
import { configFileText, configSchemaName, configSchemaText, settingsOf } from '../../../shared/training/file.ts'
import { configProblem } from '../../../shared/training/problem.ts'
import { saveBlob } from '../../charts/exportChart.ts'

/** Writes the settings as JSON, as the command line's `--config` takes them, and with them the recipe where it is given. */
export function downloadConfig(config: RunConfig, name: string, recipe?: Recipe): void {
  const what = recipe === undefined ? 'settings' : 'settings and recipe'
  saveBlob(new Blob([configFileText(config, recipe)], { type: 'application/json' }), `${name} ${what}.json`)
}

/** Offers the JSON Schema of such files as a download, under the name by which they name it. */
export function downloadSchema(): void {
  saveBlob(new Blob([configSchemaText()], { type: 'application/schema+json' }), configSchemaName)
}

/** What was read from a file of settings. */
export interface ReadConfig {
  config: RunConfig
  /** Settings that the file has not, by their names there; they are as they were. */
  leftOut: string[]
  /** What the file has and the form has no use for, in words. */
  passedOver: string[]
}

/**
 * Reads settings from JSON text. A file may leave settings out.
 *
 * @param onto what then holds for them
 * @param fixed the network of a branch, which no file changes
 * @throws DescentError of kind unusable-input that names the setting that does not fit
 */
export function readConfig(text: string, fileName: string, onto: RunConfig, fixed: Network | null = null): ReadConfig {
  const value = parsed(text, fileName)
  const content = settingsOf(value)
  const [network, training] = [part(content, 'network'), part(content, 'training')]
  const optimizer = optimizerSchema.safeParse(part(training, 'optimizer'))
  const suited = optimizer.success ? withOptimizer(onto.training, optimizer.data) : onto.training
  const merged = {
    ...(isRecord(content) ? content : {}),
    network: isRecord(network) ? { ...onto.network, ...network } : (network ?? onto.network),
    training: isRecord(training) ? { ...suited, ...training } : (training ?? onto.training),
  }
  const read = runConfigSchema.safeParse(isRecord(content) ? merged : content)
  if (!read.success) {
    const { problem, remedy } = configProblem(runConfigSchema, merged, read.error)
    throw new DescentError('unusable-input', `${fileName} has a setting that does not fit: ${problem}.`, {
      hint: remedy ?? 'Export the present settings to see what is expected, and compare.',
      where: { file: fileName },
    })
  }
  const { changes, ...settings } = read.data.training
  const hasChanges = changes !== undefined && changes.length > 0
  return {
    config: { network: fixed ?? read.data.network, training: settings },
    leftOut: [...missing(onto.network, network), ...missing(onto.training, training)],
    passedOver: [
      ...(part(value, 'recipe') === undefined ? [] : ['its recipe, which Prepare keeps']),
      ...(fixed !== null && firstDifference(fixed, read.data.network) !== null
        ? ['its network: a branch keeps that of the run it begins from']
        : []),
      ...(hasChanges ? ['changes that were made while a run was under way'] : []),
    ],
  }
}

function parsed(text: string, fileName: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    throw new DescentError('unusable-input', `${fileName} is not JSON.`, {
      hint: 'Choose a file that was written by “Export settings”.',
      where: { file: fileName },
    })
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function part(value: unknown, name: string): unknown {
  return isRecord(value) ? value[name] : undefined
}

function missing(settings: object, file: unknown): string[] {
  const has = isRecord(file) ? file : {}
  return Object.entries(settings).flatMap(([name, value]) => (value === undefined || name in has ? [] : [name]))
}
