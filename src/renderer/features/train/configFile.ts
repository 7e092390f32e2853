import { DescentError } from '../../../shared/errors.ts'
import { runConfigSchema, type RunConfig } from '../../../shared/training.ts'
import { configFileText, settingsOf } from '../../../shared/training/file.ts'
import { configProblem } from '../../../shared/training/problem.ts'
import { saveBlob } from '../../charts/exportChart.ts'

/** Writes the settings as JSON, as the command line's `--config` takes them. */
export function downloadConfig(config: RunConfig, name: string): void {
  saveBlob(new Blob([configFileText(config)], { type: 'application/json' }), `${name} settings.json`)
}

/**
 * Reads settings from JSON text.
 * @throws DescentError of kind unusable-input that names the setting that does not fit
 */
export function readConfig(text: string, fileName: string): RunConfig {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new DescentError('unusable-input', `${fileName} is not JSON.`, {
      hint: 'Choose a file that was written by “Export settings”.',
      where: { file: fileName },
    })
  }
  const content = settingsOf(value)
  const parsed = runConfigSchema.safeParse(content)
  if (parsed.success) return parsed.data
  const { problem, remedy } = configProblem(runConfigSchema, content, parsed.error)
  throw new DescentError('unusable-input', `${fileName} has a setting that does not fit: ${problem}.`, {
    hint: remedy ?? 'Export the present settings to see what is expected, and compare.',
    where: { file: fileName },
  })
}
