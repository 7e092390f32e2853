import type { Run, RunState } from '../../../../shared/runs.ts'
import { createStore } from '../../../app/store.ts'
import { isWaiting, stateText } from '../../queue/waiting.ts'
import { configInShort } from '../../../../core/words/settings/settingText.ts'
import { stateWords } from '../../train/words.ts'
import type { MetricChoice } from '../scores.ts'
import { usualColumns, type RunColumn } from './columns.ts'

export interface Sorting {
  /** Id of a column. */
  column: string
  descending: boolean
}

export const groupings = ['none', 'dataset', 'target', 'preparation', 'tags', 'state', 'study', 'branch'] as const
export type Grouping = (typeof groupings)[number]

/** Which runs of a project are shown, and how. */
export interface TableView {
  /** Words that must all be found. */
  search: string
  states: readonly RunState[]
  tags: readonly string[]
  starred: boolean
  sorting: Sorting
  group: Grouping
  metric: MetricChoice
  /** Ids of columns; null: the settings in which the shown runs differ, beside their results. */
  columns: readonly string[] | null
}

export const firstView: TableView = {
  search: '',
  states: [],
  tags: [],
  starred: false,
  sorting: { column: 'created', descending: true },
  group: 'none',
  metric: 'lead',
  columns: usualColumns,
}

/** By project, so that a table looks the same when one comes back to it. */
export const tableViews = createStore<Readonly<Record<string, TableView>>>({})

export function setTableView(project: string, change: Partial<TableView>): void {
  tableViews.set((views) => ({ ...views, [project]: { ...(views[project] ?? firstView), ...change } }))
}

/** The runs that the search and the filters leave. */
export function filterRuns(runs: readonly Run[], { search, states, tags, starred }: TableView): Run[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return runs.filter((run) => {
    if (starred && run.starred !== true) return false
    if (states.length > 0 && !states.includes(run.state)) return false
    if (tags.length > 0 && !tags.every((tag) => run.tags?.includes(tag))) return false
    if (words.length === 0) return true
    const text = searchedText(run)
    return words.every((word) => text.includes(word))
  })
}

function searchedText(run: Run): string {
  const { name, notes = '', tags = [], datasetName, target, config } = run
  return [name, notes, ...tags, datasetName, target, stateText(run), configInShort(config)].join('\n').toLowerCase()
}

/** Sorted by a column; runs without a value come last either way, equal ones newest first. */
export function sortRuns(runs: readonly Run[], column: RunColumn, descending: boolean): Run[] {
  const direction = descending ? -1 : 1
  const keyed = runs.map((run) => ({ run, key: column.key(run) }))
  keyed.sort((a, b) => compareKeys(a.key, b.key, direction) || b.run.created.localeCompare(a.run.created))
  return keyed.map(({ run }) => run)
}

const inWords = new Intl.Collator(undefined, { numeric: true })

function compareKeys(left: string | number | null, right: string | number | null, direction: number): number {
  if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1
  if (typeof left === 'number' && typeof right === 'number') return (left - right) * direction
  return inWords.compare(String(left), String(right)) * direction
}

export interface RunGroup {
  /** What its runs have in common; null where all runs are one group. */
  label: string | null
  runs: Run[]
}

/** What is told of a run by all others. */
export interface KnownOfRuns {
  recipeNumber: (run: Run) => number
  /** Of the tree that it belongs to; null where it stands alone. */
  rootOf: (run: Run) => Run | null
}

/** Runs in groups, in the order in which the first run of each comes. */
export function groupRuns(runs: readonly Run[], by: Grouping, known: KnownOfRuns): RunGroup[] {
  if (by === 'none') return [{ label: null, runs: [...runs] }]
  const groups = new Map<string, Run[]>()
  for (const run of runs) {
    const label = groupLabel(run, by, known)
    const members = groups.get(label)
    if (members === undefined) groups.set(label, [run])
    else members.push(run)
  }
  return [...groups].map(([label, members]) => ({ label, runs: members }))
}

function groupLabel(run: Run, by: Exclude<Grouping, 'none'>, known: KnownOfRuns): string {
  switch (by) {
    case 'dataset':
      return run.datasetName
    case 'target':
      return run.target
    case 'preparation':
      return `${run.datasetName}, preparation ${known.recipeNumber(run)}`
    case 'tags':
      return run.tags === undefined || run.tags.length === 0 ? 'No tag' : run.tags.toSorted().join(', ')
    case 'state':
      return isWaiting(run) ? 'Waiting' : stateWords[run.state]
    case 'study':
      return run.study === undefined ? 'Single runs' : run.name.replace(/ · .*$/, '')
    case 'branch': {
      const root = known.rootOf(run)
      return root === null ? 'Without branches' : `${root.name} and its branches`
    }
  }
}
