import { useMemo, useState } from 'react'
import type { Run } from '../../../../shared/runs.ts'
import type { StudyWithTrials } from '../../../../shared/studies.ts'
import { navigate } from '../../../app/route.ts'
import type { StepProps } from '../../../app/steps.ts'
import { formatCount } from '../../../../core/words/format.ts'
import { Card } from '../../../components/Page.tsx'
import { formatMetric } from '../../evaluate/metricWords.ts'
import { fixedColumns, type RunColumn } from '../../runs/table/columns.ts'
import { RunTable } from '../../runs/table/RunTable.tsx'
import { fitted } from '../../runs/table/widths.ts'
import { sortRuns, type Sorting } from '../../runs/table/view.ts'
import { useRunActions } from '../../runs/useRunActions.ts'
import { parameterLabel, pointText, scoreName } from '../words.ts'
import styles from './study.module.css'

const shown = ['name', 'state', 'validation', 'test', 'epochs', 'best', 'time']

/** The runs of a study as a table: their scores, and of a search what each tried. */
export function TrialTable(props: {
  project: StepProps['project']
  study: StudyWithTrials
  runs: readonly Run[]
  chosen: ReadonlySet<string>
  onChosen: (chosen: ReadonlySet<string>) => void
}) {
  const { project, study, runs, chosen } = props
  const actions = useRunActions(project.id)
  const [sorting, setSorting] = useState<Sorting>({ column: 'trial', descending: false })
  const columns = useMemo(() => fitted(columnsOf(study), { ...nothingBeside, runs }), [study, runs])
  const sorted = useMemo(() => {
    const column = columns.find(({ id }) => id === sorting.column) ?? trialColumn(study.plan.kind)
    return sortRuns(runs, column, sorting.descending)
  }, [columns, runs, sorting, study.plan.kind])
  if (runs.length === 0) return null
  return (
    <Card title={study.plan.kind === 'folds' ? 'Folds' : 'Runs'} className={styles.tableCard ?? ''}>
      <RunTable
        columns={columns}
        groups={[{ label: null, runs: sorted }]}
        sorting={sorting}
        onSort={setSorting}
        selected={chosen}
        onSelect={(id, on) => {
          const next = new Set(chosen)
          if (on) next.add(id)
          else next.delete(id)
          props.onChosen(next)
        }}
        onSelectAll={(ids) => props.onChosen(new Set(ids))}
        focused={null}
        readOnly={project.readOnly}
        onFocus={() => undefined}
        onOpen={(run, step) => navigate({ step, run: run.id, dataset: run.dataset })}
        onRename={(run, name) => void actions.rename(run, name)}
        onStar={(run) => void actions.remark([run], () => ({ starred: run.starred !== true }), 'Star')}
        onRepeat={(run) => void actions.repeat(run)}
        onRemove={(run) => void actions.remove({ runs: [run], studies: [] })}
      />
    </Card>
  )
}

/** Trials stand by themselves: no ties, no branches. */
const nothingBeside = { lines: [], families: new Map(), ties: new Map(), metric: 'lead' } as const

function trialColumn(kind: StudyWithTrials['plan']['kind']): RunColumn {
  const key = (run: Run) => (run.study === undefined ? null : run.study.index + 1)
  return {
    id: 'trial',
    heading: kind === 'folds' ? 'Fold' : kind === 'repeat' ? 'No.' : 'Trial',
    numeric: true,
    width: 64,
    key,
    text: (run) => formatCount(key(run) ?? 0),
  }
}

function columnsOf(study: StudyWithTrials): RunColumn[] {
  const fixed = fixedColumns('lead', () => 0).filter(({ id }) => shown.includes(id))
  const [name, state, ...rest] = fixed
  const head = [trialColumn(study.plan.kind), name, state].filter((column) => column !== undefined)
  if (study.plan.kind !== 'search') {
    const seed: RunColumn = {
      id: 'seed',
      heading: 'Seed',
      numeric: true,
      width: 80,
      key: ({ config }) => config.training.seed,
      text: ({ config }) => String(config.training.seed),
    }
    return [...head, ...(study.plan.kind === 'repeat' ? [seed] : []), ...rest]
  }
  const score: RunColumn = {
    id: 'score',
    heading: 'Score',
    numeric: true,
    width: 92,
    key: (run) => run.study?.score ?? null,
    text: (run) => formatMetric(run.study?.score ?? null),
    title: () => `The best ${scoreName(study.metric)} so far`,
  }
  const points = study.plan.space.parameters.map(({ path, kind }): RunColumn => ({
    id: path,
    heading: parameterLabel(path),
    numeric: kind !== 'choice',
    width: 124,
    key: (run) => {
      const value = run.study?.point?.[path]
      return typeof value === 'number' || typeof value === 'string' ? value : null
    },
    text: (run) => pointText(path, run.study?.point?.[path]),
  }))
  return [...head, score, ...points, ...rest]
}
