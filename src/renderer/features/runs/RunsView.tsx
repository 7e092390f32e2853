import { Button, Select } from '@mantine/core'
import { IconArrowsDiff } from '@tabler/icons-react'
import { lazy, Suspense, useMemo, useState } from 'react'
import type { Run } from '../../../shared/runs.ts'
import { navigate } from '../../app/route.ts'
import type { StepProps } from '../../app/steps.ts'
import { versionedName } from '../../app/versions.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { plural } from '../../components/format.ts'
import { Loading } from '../../components/Loading.tsx'
import { Card, Page } from '../../components/Page.tsx'
import { paletteSize } from '../../charts/palette.ts'
import { closeForm } from '../train/draft.ts'
import { choosableMetrics, type MetricChoice, type Sorting } from './runTable.ts'
import { RunTable } from './RunTable.tsx'
import { useRunActions } from './useRunActions.ts'
import styles from './runs.module.css'

// The chart library is fetched when the first comparison is drawn.
const CompareRuns = lazy(async () => ({ default: (await import('./CompareRuns.tsx')).CompareRuns }))

/** All runs of the project: a table to sort, and any of them side by side. */
export function RunsView({ project }: StepProps) {
  const [sorting, setSorting] = useState<Sorting>({ column: 'created', descending: true })
  const [metric, setMetric] = useState<MetricChoice>('lead')
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const actions = useRunActions(project.id)
  const runs = useMemo(
    () => project.runs.map((run) => ({ ...run, datasetName: versionedName(project, run) })),
    [project],
  )
  const chosen = useMemo(() => runs.filter(({ id }) => selected.has(id)), [runs, selected])
  const metrics = choosableMetrics(project.runs)

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
  const open = (run: Run, step: 'train' | 'evaluate' | 'use') => {
    closeForm(run.dataset)
    navigate({ step, run: run.id, dataset: run.dataset })
  }
  const select = (id: string, on: boolean) =>
    setSelected((old) => {
      const next = new Set([...old].filter((known) => project.runs.some((run) => run.id === known)))
      if (!on) next.delete(id)
      else if (next.size < paletteSize) next.add(id)
      return next
    })
  return (
    <Page
      title="Runs"
      subtitle={
        chosen.length < 2
          ? `${plural(project.runs.length, 'run')} · tick two or more to compare them`
          : `${plural(project.runs.length, 'run')} · ${chosen.length} compared below${chosen.length === paletteSize ? ', the most at once' : ''}`
      }
      actions={
        <>
          {chosen.length > 0 && <Button onClick={() => setSelected(new Set())}>Clear selection</Button>}
          <Select
            aria-label="Score shown"
            w={190}
            value={metric}
            data={[
              { value: 'lead', label: 'Main score of the task' },
              ...metrics.map(({ key, name }) => ({ value: key, label: name })),
            ]}
            onChange={(value) => setMetric(metrics.find(({ key }) => key === value)?.key ?? 'lead')}
          />
        </>
      }
    >
      <Card className={styles.tableCard ?? ''} label="All runs">
        <RunTable
          runs={runs}
          metric={metric}
          sorting={sorting}
          onSort={setSorting}
          selected={selected}
          onSelect={select}
          onOpen={open}
          onRename={(run, name) => void actions.rename(run, name)}
          onRemove={(run) => void actions.remove(run)}
        />
      </Card>
      {chosen.length > 1 && (
        <Suspense fallback={<Loading />}>
          <CompareRuns project={project.id} runs={chosen} />
        </Suspense>
      )}
    </Page>
  )
}
