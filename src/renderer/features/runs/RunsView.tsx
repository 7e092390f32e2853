import { Button } from '@mantine/core'
import { IconArrowsDiff } from '@tabler/icons-react'
import { lazy, Suspense, useCallback, useMemo, useState } from 'react'
import type { Run } from '../../../shared/runs.ts'
import type { Study } from '../../../shared/studies.ts'
import { useCall } from '../../app/data.tsx'
import { navigate } from '../../app/route.ts'
import { SidePanel } from '../../app/SidePanel.tsx'
import type { StepProps } from '../../app/steps.ts'
import { useStore } from '../../app/store.ts'
import { versionedName } from '../../app/versions.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { formatCount, plural } from '../../../core/words/format.ts'
import { Loading } from '../../components/Loading.tsx'
import { Card, Page } from '../../components/Page.tsx'
import { closeForm } from '../train/draft.ts'
import { useSteadyRuns } from './compare/steadyRuns.ts'
import { Family } from '../train/epochs/Family.tsx'
import { everyRunOf } from './chosen.ts'
import { useTies } from './noise/useTies.ts'
import { type ComparedUnit, Verdicts } from './noise/Verdicts.tsx'
import { Remarks } from './Remarks.tsx'
import { RunDetails } from './RunDetails.tsx'
import { SelectionBar } from './SelectionBar.tsx'
import { differingSettings } from './settings.ts'
import { fixedColumns, recipeNumbers, resultColumns, settingColumn, type RunColumn } from './table/columns.ts'
import { familiesOf, rootOf } from './table/family.ts'
import { unitsOf } from './table/rows.ts'
import { fittedWidths, withWidths } from './table/widths.ts'
import { RunTable } from './table/RunTable.tsx'
import { TableBar } from './table/TableBar.tsx'
import { filterRuns, firstView, groupRuns, setTableView, sortRuns, tableViews, type TableView } from './table/view.ts'
import { useRunActions } from './useRunActions.ts'
import styles from './runs.module.css'

// The charts are fetched when the first comparison is drawn.
const CompareRuns = lazy(async () => ({ default: (await import('./compare/CompareRuns.tsx')).CompareRuns }))

const named = new WeakMap<Run, Run>()

/** A run with its table's name as it is shown; the same object for the same run. */
function withVersion(project: StepProps['project'], run: Run): Run {
  const datasetName = versionedName(project, run)
  if (datasetName === run.datasetName) return run
  const known = named.get(run)
  if (known?.datasetName === datasetName) return known
  const made = { ...run, datasetName }
  named.set(run, made)
  return made
}

/** All runs of the project: a table to search, sort and group, and any of them side by side. */
export function RunsView({ project }: StepProps) {
  const view = useStore(tableViews)[project.id] ?? firstView
  const change = useCallback((next: Partial<TableView>) => setTableView(project.id, next), [project.id])
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [focused, setFocused] = useState<string | null>(null)
  const actions = useRunActions(project.id)
  const asked = useCall('studies.list', { project: project.id })
  const studies = asked.data ?? noStudies
  const runs = useMemo(() => project.runs.map((run) => withVersion(project, run)), [project])
  // Most of what is shown does not follow stars, tags and notes: a star is one row's.
  const steady = useSteadyRuns(runs)
  const chosen = useMemo(() => runs.filter(({ id }) => selected.has(id)), [runs, selected])
  const recipeNumber = useMemo(() => recipeNumbers(steady), [steady])
  const shown = useMemo(() => filterRuns(runs, view), [runs, view])
  const steadyShown = useSteadyRuns(shown)
  const families = useMemo(() => familiesOf(steady), [steady])
  const wanted = useMemo(
    () => columnsOf({ columns: view.columns, metric: view.metric }, steadyShown, recipeNumber),
    [view.columns, view.metric, steadyShown, recipeNumber],
  )
  const groups = useMemo(() => {
    const fixed = fixedColumns(view.metric, recipeNumber)
    const { column: id, descending } = view.sorting
    const column = [...wanted, ...fixed].find((candidate) => candidate.id === id)
    const sorted = column === undefined ? shown : sortRuns(shown, column, descending)
    return groupRuns(sorted, view.group, { recipeNumber, rootOf: (run) => rootOf(run, families) })
  }, [view, shown, wanted, recipeNumber, families])

  const { ties, isLooking } = useTies(project.id, steadyShown, studies, view.metric)
  const widths = useMemo(() => {
    const { lines } = unitsOf(shown, studies)
    return fittedWidths(wanted, { runs: shown, lines, families, ties, metric: view.metric }).join(' ')
  }, [wanted, shown, studies, families, ties, view.metric])
  const columns = useMemo(() => withWidths(wanted, widths.split(' ').map(Number)), [wanted, widths])
  const chosenStudies = useMemo(() => studies.filter(({ id }) => selected.has(id)), [studies, selected])
  const together = useMemo(() => ({ runs: chosen, studies: chosenStudies }), [chosen, chosenStudies])
  const steadyChosen = useMemo(() => steady.filter(({ id }) => selected.has(id)), [steady, selected])
  const compared = useMemo(() => ({ runs: steadyChosen, studies: chosenStudies }), [steadyChosen, chosenStudies])
  const units = useMemo(
    () => [...steadyChosen.map(runUnit), ...chosenStudies.map(studyUnit)],
    [steadyChosen, chosenStudies],
  )

  const onSelect = useCallback(
    (id: string, on: boolean) =>
      setSelected((old) => {
        const next = new Set(old)
        if (on) next.add(id)
        else next.delete(id)
        return next
      }),
    [],
  )
  const rowActions = useMemo(
    () => ({
      onOpen: (run: Run, step: 'train' | 'evaluate' | 'use') => {
        closeForm(run.dataset)
        navigate({ step, run: run.id, dataset: run.dataset })
      },
      onRename: (run: Run, name: string) => void actions.rename(run, name),
      onStar: (run: Run) => void actions.remark([run], () => ({ starred: run.starred !== true }), 'Star'),
      onRepeat: (run: Run) => void actions.repeat(run),
      onRemove: (run: Run) => void actions.remove({ runs: [run], studies: [] }),
    }),
    [actions],
  )

  if (project.runs.length === 0) {
    return (
      <EmptyState
        icon={<IconArrowsDiff size={36} />}
        title="Compare runs"
        action={
          <Button variant="filled" onClick={() => navigate({ step: 'train' })}>
            Go to Train
          </Button>
        }
      >
        Every run you train is kept here with its settings, curve and scores. With two or more, their curves lie over
        each other and only the settings that differ are listed.
      </EmptyState>
    )
  }
  // Else the runs of studies would be rows of their own for a moment.
  if (asked.isPending && runs.some(({ study }) => study !== undefined)) return <Loading label="Reading the runs…" />
  const detailed = runs.find(({ id }) => id === focused)
  const count =
    shown.length === runs.length
      ? plural(runs.length, 'run')
      : `${formatCount(shown.length)} of ${plural(runs.length, 'run')}`
  return (
    <Page
      fill={units.length < 2}
      title="Runs"
      subtitle={`${count} · ${units.length < 2 ? 'tick two or more to compare them' : 'compared below'}${isLooking ? ' · looking for ties with the best…' : ''}`}
    >
      <Card className={`${styles.tableCard} ${units.length < 2 ? styles.filling : ''}`} label="All runs">
        <TableBar runs={runs} view={view} onChange={change} />
        {units.length > 0 && (
          <SelectionBar
            chosen={together}
            runs={everyRunOf(together, runs)}
            actions={actions}
            readOnly={project.readOnly}
            onClear={() => setSelected(new Set())}
          />
        )}
        {shown.length === 0 ? (
          <p className={styles.nothing}>
            No run fits the search and the filters.{' '}
            <Button size="compact-sm" onClick={() => change({ search: '', states: [], tags: [], starred: false })}>
              Show all runs
            </Button>
          </p>
        ) : (
          <RunTable
            columns={columns}
            groups={groups}
            sorting={view.sorting}
            onSort={(sorting) => change({ sorting })}
            selected={selected}
            focused={focused}
            readOnly={project.readOnly}
            families={families}
            studies={{
              all: studies,
              metric: view.metric,
              ties,
              onOpenStudy: (study) => {
                closeForm(study.dataset)
                navigate({ step: 'train', study: study.id, dataset: study.dataset })
              },
              onRemoveStudy: (study) => void actions.remove({ runs: [], studies: [study] }),
            }}
            onSelect={onSelect}
            onSelectAll={(ids) => setSelected(new Set(ids))}
            onFocus={setFocused}
            {...rowActions}
          />
        )}
      </Card>
      {units.length > 1 && (
        <Suspense fallback={<Loading />}>
          <Verdicts project={project.id} readOnly={project.readOnly} units={units} metric={view.metric} />
          <CompareRuns project={project.id} chosen={compared} all={steady} metric={view.metric} />
        </Suspense>
      )}
      {detailed !== undefined && (
        <SidePanel title={detailed.name}>
          <Remarks
            key={detailed.id}
            project={project.id}
            run={detailed}
            runs={project.runs}
            readOnly={project.readOnly}
          />
          <RunDetails run={detailed} recipeNumber={recipeNumber(detailed)} />
          <Family run={detailed} runs={project.runs} onOpen={(run) => rowActions.onOpen(run, 'train')} />
        </SidePanel>
      )}
    </Page>
  )
}

const noStudies: readonly Study[] = []

const runUnit = (run: Run): ComparedUnit => ({
  what: { run: run.id },
  name: run.name,
  version: `${run.epochs} ${run.state}`,
  run,
})

const studyUnit = ({ id, name, done, best, state }: Study): ComparedUnit => ({
  what: { study: id },
  name,
  version: `${done} ${best} ${state}`,
})

function columnsOf(
  view: Pick<TableView, 'columns' | 'metric'>,
  shown: readonly Run[],
  recipeNumber: (run: Run) => number,
): RunColumn[] {
  const isMixed = view.metric === 'lead' && new Set(shown.map(({ task }) => task)).size > 1
  const fixed = fixedColumns(view.metric, recipeNumber, isMixed)
  const wanted = view.columns ?? [...resultColumns, ...differingSettings(shown).map((label) => `setting:${label}`)]
  return wanted.flatMap((id) => {
    if (id.startsWith('setting:')) return [settingColumn(id.slice('setting:'.length))]
    return fixed.filter((column) => column.id === id)
  })
}
