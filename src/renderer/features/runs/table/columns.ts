import type { Run } from '../../../../shared/runs.ts'
import { formatValue } from '../../../../core/words/values.ts'
import { formatCount, formatDuration } from '../../../../core/words/format.ts'
import { formatMetric } from '../../evaluate/metricWords.ts'
import { isWaiting, stateText, waitingText } from '../../queue/waiting.ts'
import { configInShort } from '../../../../core/words/settings/settingText.ts'
import { score, scoreWord, type MetricChoice } from '../scores.ts'
import { settingsOf, settingValue, shortText } from '../settings.ts'

/** One column of the table of runs. */
export interface RunColumn {
  /** Of a setting: `setting:` and its label. */
  id: string
  heading: string
  numeric: boolean
  /** In pixels. */
  width: number
  /** What it is sorted by; runs without a value come last. */
  key: (run: Run) => string | number | null
  text: (run: Run) => string
  /** Said on hover, where it is not the text itself. */
  title?: (run: Run) => string
}

const number = (
  id: string,
  heading: string,
  width: number,
  key: (run: Run) => number | null,
  format: (value: number) => string,
): RunColumn => ({
  id,
  heading,
  numeric: true,
  width,
  key,
  text: (run) => {
    const value = key(run)
    return value === null ? '–' : format(value)
  },
})

const text = (id: string, heading: string, width: number, of: (run: Run) => string): RunColumn => ({
  id,
  heading,
  numeric: false,
  width,
  key: of,
  text: of,
})

const scoreColumn = (
  split: 'validation' | 'test',
  heading: string,
  metric: MetricChoice,
  isMixed: boolean,
): RunColumn => ({
  ...number(split, heading, 150, (run) => score(run, split, metric), formatMetric),
  ...(isMixed ? { text: (run) => namedScore(run, split, metric) } : {}),
  title: (run) => scoreWord(run, metric)?.name ?? '',
})

/** "R² 0.8712": where not all scores of a column are of the same metric. */
function namedScore(run: Run, split: 'validation' | 'test', metric: MetricChoice): string {
  const value = score(run, split, metric)
  return value === null ? '–' : `${scoreWord(run, metric)?.name ?? ''} ${formatMetric(value)}`
}

/** Of one that waits: for how long. */
const stateTitle = (run: Run): string => (isWaiting(run) ? waitingText(run, []) : stateText(run))

/**
 * The columns that do not belong to a single setting, in their order.
 *
 * @param isMixed whether the table's scores are of several metrics, so that each names its own
 */
export function fixedColumns(metric: MetricChoice, recipeNumber: (run: Run) => number, isMixed = false): RunColumn[] {
  return [
    text('name', 'Run', 168, ({ name }) => name),
    { ...text('state', 'State', 124, (run) => stateText(run)), title: stateTitle },
    text('tags', 'Tags', 150, ({ tags = [] }) => tags.join(', ')),
    text('dataset', 'Dataset', 130, ({ datasetName }) => datasetName),
    {
      ...number('recipe', 'Preparation', 104, recipeNumber, formatCount),
      title: (run) =>
        `Runs with the same number were prepared alike. ${settingsOf(run).get('Preparation steps')?.value ?? ''}`,
    },
    text('target', 'Target', 116, ({ target }) => target),
    text('settings', 'Settings', 190, ({ config }) => configInShort(config)),
    number('epochs', 'Epochs', 74, ({ epochs }) => epochs, formatCount),
    number('best', 'Best epoch', 90, ({ bestEpoch }) => bestEpoch, formatCount),
    number('bestLoss', 'Best loss', 92, ({ bestLoss }) => bestLoss, formatValue),
    number('lastLoss', 'Last loss', 92, (run) => run.lastValidationLoss ?? run.lastTrainLoss, formatValue),
    scoreColumn('validation', 'Validation', metric, isMixed),
    scoreColumn('test', 'Test', metric, isMixed),
    number('parameters', 'Parameters', 96, ({ parameters }) => parameters, formatCount),
    number('rows', 'Training rows', 106, ({ rows }) => rows.train, formatCount),
    number('time', 'Time', 76, ({ seconds }) => seconds.total, formatDuration),
    text('created', 'Created', 118, ({ created }) => created),
    text('notes', 'Notes', 200, ({ notes = '' }) => notes),
  ]
}

/** Shown until a person chooses others. */
export const usualColumns: readonly string[] = [
  'name',
  'state',
  'validation',
  'test',
  'settings',
  'epochs',
  'best',
  'time',
  'tags',
  'dataset',
  'target',
  'created',
]

/** What came of a run; shown beside "only what differs". */
export const resultColumns: readonly string[] = [
  'name',
  'state',
  'validation',
  'test',
  'bestLoss',
  'best',
  'time',
  'tags',
]

/** A column for one setting, by its label. */
export function settingColumn(label: string): RunColumn {
  return {
    id: `setting:${label}`,
    heading: label,
    numeric: false,
    width: 140,
    key: (run) => settingValue(run, label),
    text: (run) => {
      const line = settingsOf(run).get(label)
      return line === undefined ? '–' : shortText(line)
    },
    title: (run) => settingsOf(run).get(label)?.value ?? '–',
  }
}

/** Numbers the preparations of runs in the order in which they were first used; the same recipe has the same number. */
export function recipeNumbers(runs: readonly Run[]): (run: Run) => number {
  const numbers = new Map<string, number>()
  const byRun = new Map<string, number>()
  for (const run of runs.toSorted((a, b) => a.created.localeCompare(b.created))) {
    const recipe = recipeText(run)
    const known = numbers.get(recipe) ?? numbers.size + 1
    numbers.set(recipe, known)
    byRun.set(run.id, known)
  }
  return (run) => byRun.get(run.id) ?? 0
}

const recipeTexts = new WeakMap<Run['recipe'], string>()

function recipeText({ recipe, dataset }: Run): string {
  let found = recipeTexts.get(recipe)
  if (found === undefined) recipeTexts.set(recipe, (found = JSON.stringify(recipe)))
  return `${dataset} ${found}`
}
