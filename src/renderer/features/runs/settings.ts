import type { Run } from '../../../shared/runs.ts'
import { formatCount } from '../../../core/words/format.ts'
import { formOf, stepText } from '../prepare/steps/registry.ts'
import { fieldWords } from '../../../core/words/settings/fieldWords.ts'
import { roundedNumber } from '../../../core/words/settings/settingText.ts'
import { settingLines, type SettingLine } from '../../../core/words/settings/settingLines.ts'

/** A setting, and what it is told apart by where the words do not say all of it. */
export interface RunSetting extends SettingLine {
  identity?: string
}

const known = new WeakMap<Run, ReadonlyMap<string, RunSetting>>()

/** Everything that a run was made from, by label in the form's words. Worked out once a run. */
export function settingsOf(run: Run): ReadonlyMap<string, RunSetting> {
  const found = known.get(run)
  if (found !== undefined) return found
  const lines = new Map(linesOf(run).map((line) => [line.label, line]))
  known.set(run, lines)
  return lines
}

/** What a setting is told apart and sorted by, whatever it looks like in the person's language; null without one. */
export function settingValue(run: Run, label: string): number | string | null {
  const line = settingsOf(run).get(label)
  return line === undefined ? null : (line.number ?? line.value)
}

/** A setting with long numbers, as a search draws them, rounded as far as nobody would set them. */
export function shortText({ value }: Pick<SettingLine, 'value'>): string {
  return value.replaceAll(/\d+\.\d{4,}(?:e-?\d+)?/g, (number) => roundedNumber(Number(number)))
}

/** What of a run no score comes from, and a study sets for its runs by itself. */
const withoutEffect: ReadonlySet<string> = new Set(['Threads', fieldWords.keptMegabytes.label])

/** The labels of the settings in which some runs differ, in the form's order; those that have no effect left out. */
export function differingSettings(runs: readonly Run[]): string[] {
  const first = new Map<string, number | string | undefined>()
  const different = new Set<string>()
  for (const [index, run] of runs.entries()) {
    const settings = settingsOf(run)
    for (const [label, line] of settings) {
      const value = line.number ?? line.identity ?? line.value
      if (!first.has(label)) {
        first.set(label, index === 0 ? value : undefined)
        if (index > 0) different.add(label)
      } else if (first.get(label) !== value) different.add(label)
    }
    for (const label of first.keys()) if (!settings.has(label)) different.add(label)
  }
  return [...first.keys()].filter((label) => different.has(label) && !withoutEffect.has(label))
}

function linesOf(run: Run): RunSetting[] {
  const { split } = run.recipe
  return [
    { label: 'Dataset', value: run.datasetName },
    { label: 'Target', value: run.target },
    ...countedLines('Inputs', run.inputs),
    {
      label: 'Preparation steps',
      value: run.recipe.steps
        .filter(({ enabled }) => enabled)
        .map((step) => `${formOf(step).title}: ${stepText(step)}`)
        .join('; '),
      identity: JSON.stringify(run.recipe.steps.filter(({ enabled }) => enabled).map((step) => ({ ...step, id: '' }))),
    },
    {
      label: 'Split',
      value: `${split.validation} validation, ${split.testTable === undefined ? `${split.test} test` : 'test by another table'}, seed ${split.seed}`,
    },
    ...(run.fold === undefined ? [] : [countLine('Fold', run.fold + 1)]),
    ...settingLines(run.config),
    ...countedLines('Parameters', run.parameters),
  ]
}

/** Nothing before the run is prepared. */
function countedLines(label: string, value: number): SettingLine[] {
  return value === 0 ? [] : [countLine(label, value)]
}

function countLine(label: string, value: number): SettingLine {
  return { label, value: formatCount(value), number: value }
}
