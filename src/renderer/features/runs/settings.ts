import type { Run } from '../../../shared/runs.ts'
import { formatCount } from '../../components/format.ts'
import { settingLines, type SettingLine } from '../train/settingLines.ts'

const known = new WeakMap<Run, ReadonlyMap<string, string>>()

/** Everything that a run was made from, by label in the form's words. Worked out once a run. */
export function settingsOf(run: Run): ReadonlyMap<string, string> {
  const found = known.get(run)
  if (found !== undefined) return found
  const lines = new Map(linesOf(run).map(({ label, value }) => [label, value]))
  known.set(run, lines)
  return lines
}

/** A setting in which some runs differ, one value a run. */
export interface Difference {
  label: string
  values: string[]
}

/** Only what differs between the runs; a setting that a run does not have is a dash. */
export function differences(runs: readonly Run[]): Difference[] {
  return differingSettings(runs).map((label) => ({
    label,
    values: runs.map((run) => settingsOf(run).get(label) ?? '–'),
  }))
}

/** The labels of the settings in which some runs differ, in the form's order. */
export function differingSettings(runs: readonly Run[]): string[] {
  const first = new Map<string, string | undefined>()
  const different = new Set<string>()
  for (const [index, run] of runs.entries()) {
    const settings = settingsOf(run)
    for (const [label, value] of settings) {
      if (!first.has(label)) {
        first.set(label, index === 0 ? value : undefined)
        if (index > 0) different.add(label)
      } else if (first.get(label) !== value) different.add(label)
    }
    for (const label of first.keys()) if (!settings.has(label)) different.add(label)
  }
  return [...first.keys()].filter((label) => different.has(label))
}

function linesOf(run: Run): SettingLine[] {
  const { split } = run.recipe
  return [
    { label: 'Dataset', value: run.datasetName },
    { label: 'Target', value: run.target },
    { label: 'Inputs', value: formatCount(run.inputs) },
    {
      label: 'Preparation steps',
      value: run.recipe.steps
        .filter(({ enabled }) => enabled)
        .map(stepInShort)
        .join(', '),
    },
    {
      label: 'Split',
      value: `${split.validation} validation, ${split.testTable === undefined ? `${split.test} test` : 'test by another table'}, seed ${split.seed}`,
    },
    ...(run.fold === undefined ? [] : [{ label: 'Fold', value: String(run.fold + 1) }]),
    ...settingLines(run.config),
    { label: 'Parameters', value: formatCount(run.parameters) },
  ]
}

function stepInShort(step: Run['recipe']['steps'][number]): string {
  switch (step.kind) {
    case 'formula':
      return `${step.name} = ${step.formula}`
    case 'rename':
      return `rename ${step.column} to ${step.name}`
    case 'filterRows':
      return `filterRows ${step.formula}`
    case 'sampleRows':
      return `sampleRows ${step.size} ${step.unit}, seed ${step.seed}`
    case 'sortRows':
      return `sortRows ${step.column}${step.descending ? ' descending' : ''}`
    case 'window':
      return `window ${step.column} ${step.statistic} ${step.rows.join(' ')}`
    case 'resampleClasses':
      return `resampleClasses ${step.method}, ratio ${step.ratio}, seed ${step.seed}`
    default: {
      const columns = Array.isArray(step.columns) ? step.columns.join(' ') : step.columns
      return `${[step.kind, ...settingsInShort(step)].join(' ')} (${columns})`
    }
  }
}

const notSettings: ReadonlySet<string> = new Set(['kind', 'id', 'enabled', 'columns'])

/** What a step is set to: "quantiles 1000", "output normal". */
function settingsInShort(step: object): string[] {
  return Object.entries(step)
    .filter(([key, value]) => !notSettings.has(key) && value !== null && value !== undefined)
    .map(([key, value]) => `${key} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
}
