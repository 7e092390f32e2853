import type { Run } from '../../../shared/runs.ts'
import { formatCount } from '../../components/format.ts'
import { metricOf, metricWords, leadMetric, type MetricKey, type MetricWord } from '../evaluate/metricWords.ts'
import { settingLines, type SettingLine } from '../train/settingLines.ts'
import { configInShort, stateWords } from '../train/words.ts'

export const runColumns = [
  'name',
  'state',
  'dataset',
  'target',
  'settings',
  'epochs',
  'best',
  'validation',
  'test',
  'time',
  'created',
] as const
export type RunColumn = (typeof runColumns)[number]

export interface Sorting {
  column: RunColumn
  descending: boolean
}

/** Which metric the table shows: a named one, or the first of each run's task. */
export type MetricChoice = MetricKey | 'lead'

function metricFor(run: Run, choice: MetricChoice): MetricKey {
  return choice === 'lead' ? leadMetric(run.task).key : choice
}

/** A run's score on a split, null where it has none. */
export function score(run: Run, split: 'validation' | 'test', choice: MetricChoice): number | null {
  return metricOf(run.metrics?.[split], metricFor(run, choice))
}

/** The name of the score in a run's row. */
export function scoreName(run: Run, choice: MetricChoice): string {
  const key = metricFor(run, choice)
  return metricWords(run.task).find((word) => word.key === key)?.name ?? ''
}

/** The metrics that any of the runs has, to choose from. */
export function choosableMetrics(runs: readonly Run[]): MetricWord[] {
  const tasks = new Set(runs.map(({ task }) => task))
  return (['classification', 'regression'] as const)
    .filter((task) => tasks.has(task))
    .flatMap((task) => metricWords(task))
}

function keyOf(run: Run, column: RunColumn, choice: MetricChoice): string | number | null {
  switch (column) {
    case 'name':
      return run.name
    case 'state':
      return stateWords[run.state]
    case 'dataset':
      return run.datasetName
    case 'target':
      return run.target
    case 'settings':
      return configInShort(run.config)
    case 'epochs':
      return run.epochs
    case 'best':
      return run.bestEpoch
    case 'validation':
    case 'test':
      return score(run, column, choice)
    case 'time':
      return run.seconds.total
    case 'created':
      return run.created
  }
}

/** Sorted by a column; runs without a value come last either way, equal ones newest first. */
export function sortRuns(runs: readonly Run[], sorting: Sorting, choice: MetricChoice): Run[] {
  const direction = sorting.descending ? -1 : 1
  return runs.toSorted((a, b) => {
    const left = keyOf(a, sorting.column, choice)
    const right = keyOf(b, sorting.column, choice)
    if (left === null || right === null) {
      if (left !== right) return left === null ? 1 : -1
    } else if (typeof left === 'number' && typeof right === 'number') {
      if (left !== right) return (left - right) * direction
    } else {
      const order = String(left).localeCompare(String(right), undefined, { numeric: true })
      if (order !== 0) return order * direction
    }
    return b.created.localeCompare(a.created)
  })
}

/** A setting in which the chosen runs differ, one value a run. */
export interface Difference {
  label: string
  values: string[]
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
    { label: 'Split', value: `${split.validation} validation, ${split.test} test, seed ${split.seed}` },
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

/** Only what differs between the runs; a setting that a run does not have is a dash. */
export function differences(runs: readonly Run[]): Difference[] {
  const perRun = runs.map((run) => new Map(linesOf(run).map(({ label, value }) => [label, value])))
  const labels = [...new Set(runs.flatMap((run) => linesOf(run).map(({ label }) => label)))]
  return labels
    .map((label) => ({ label, values: perRun.map((lines) => lines.get(label) ?? '–') }))
    .filter(({ values }) => new Set(values).size > 1)
}
