import type { Run } from '../../../../shared/runs.ts'
import type { Study } from '../../../../shared/studies.ts'
import type { StudyLine } from '../noise/measured.ts'
import type { RunGroup } from './view.ts'

/** One row of the table: a heading of a group, a study in one line, or a run. */
export type TableRow =
  { kind: 'group'; group: RunGroup } | { kind: 'study'; line: StudyLine } | { kind: 'run'; run: Run; isMember: boolean }

/**
 * What the table shows from top to bottom. A study stands where the first of its runs would; the runs follow where it is
 * open.
 *
 * @param closed labels of groups that show their heading only
 * @param open ids of studies that show their runs
 */
export function tableRows(
  groups: readonly RunGroup[],
  studies: readonly Study[],
  closed: ReadonlySet<string>,
  open: ReadonlySet<string>,
): TableRow[] {
  const known = new Map(studies.map((study) => [study.id, study]))
  return groups.flatMap((group): TableRow[] => {
    const head: TableRow[] = group.label === null ? [] : [{ kind: 'group', group }]
    return group.label !== null && closed.has(group.label) ? head : [...head, ...withStudies(group.runs, known, open)]
  })
}

function withStudies(runs: readonly Run[], known: ReadonlyMap<string, Study>, open: ReadonlySet<string>): TableRow[] {
  const members = Map.groupBy(runs, ({ study }) => study?.id ?? null)
  const shown = new Set<string>()
  return runs.flatMap((run): TableRow[] => {
    const study = run.study === undefined ? undefined : known.get(run.study.id)
    if (study === undefined) return [{ kind: 'run', run, isMember: false }]
    if (shown.has(study.id)) return []
    shown.add(study.id)
    const line = { study, runs: members.get(study.id) ?? [] }
    const rows = open.has(study.id)
      ? line.runs.map((member): TableRow => ({ kind: 'run', run: member, isMember: true }))
      : []
    return [{ kind: 'study', line }, ...rows]
  })
}

/** What a row stands for, where every study is closed: the ids of runs by themselves and of studies. */
export function rowIds(runs: readonly Run[], studies: readonly Study[]): string[] {
  const known = new Set(studies.map(({ id }) => id))
  return runs.map(({ id, study }) => (study !== undefined && known.has(study.id) ? study.id : id))
}

/** The runs that stand for themselves, and the studies with their runs. */
export function unitsOf(runs: readonly Run[], studies: readonly Study[]): { singles: Run[]; lines: StudyLine[] } {
  const known = new Set(studies.map(({ id }) => id))
  const singles = runs.filter(({ study }) => study === undefined || !known.has(study.id))
  const lines = studies.flatMap((study) => {
    const members = runs.filter((run) => run.study?.id === study.id)
    return members.length === 0 ? [] : [{ study, runs: members }]
  })
  return { singles, lines }
}
