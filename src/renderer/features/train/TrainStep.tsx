import { Button } from '@mantine/core'
import { IconChartLine } from '@tabler/icons-react'
import { useEffect } from 'react'
import { useCall } from '../../app/data.tsx'
import { navigate, useRoute } from '../../app/route.ts'
import { currentRun, type StepProps } from '../../app/steps.ts'
import { useStore } from '../../app/store.ts'
import { runsUpTo } from '../../app/versions.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { FailureNote } from '../../components/FailureNote.tsx'
import { Loading } from '../../components/Loading.tsx'
import { shownStudy } from '../studies/shown.ts'
import { StudyPage } from '../studies/page/StudyPage.tsx'
import { openForm, setDraft, useDraft } from './draft.ts'
import { droppedConfig } from './dropped/dropped.ts'
import { NewRun } from './NewRun.tsx'
import { RunPage } from './RunPage.tsx'

/** The step Train: a form for a new run, or the run that is looked at. */
export function TrainStep({ project, dataset }: StepProps) {
  const route = useRoute()
  const draft = useDraft(dataset?.id ?? null)
  const waits = draft.awaited !== null && !project.runs.some(({ id }) => id === draft.awaited)
  const arrived = draft.awaited !== null && !waits ? dataset?.id : undefined
  useEffect(() => {
    if (arrived !== undefined) setDraft(arrived, { awaited: null })
  }, [arrived])
  // Settings that were dropped elsewhere are for the form.
  const isDropped = useStore(droppedConfig) !== null && dataset !== null && !draft.open
  useEffect(() => {
    if (isDropped) openForm(dataset.id)
  }, [isDropped, dataset])
  const recipe = useCall('recipes.get', dataset === null ? null : { project: project.id, dataset: dataset.id })
  if (dataset === null) {
    return (
      <EmptyState
        icon={<IconChartLine size={36} />}
        title="Train a network"
        action={
          <Button variant="filled" onClick={() => navigate({ step: 'data' })}>
            Open a table
          </Button>
        }
      >
        Here a network learns to predict one column of your table from the others, while you watch the loss fall. It
        needs a table first.
      </EmptyState>
    )
  }
  if (recipe.error !== null) return <FailureNote error={recipe.error} onRetry={() => void recipe.refetch()} />
  if (recipe.data === undefined) return <Loading />
  const runs = runsUpTo(project, dataset).toSorted((a, b) => b.created.localeCompare(a.created))
  const run = runs.length === 0 ? null : currentRun({ ...project, runs }, dataset, route)
  const study = shownStudy(route, run)
  if (study !== null && !draft.open && !waits)
    return <StudyPage key={study} project={project} dataset={dataset.id} id={study} />
  if (run !== null && !draft.open && !waits) {
    return <RunPage key={run.id} project={project} dataset={dataset.id} recipe={recipe.data} run={run} runs={runs} />
  }
  if (recipe.data.target === null) {
    return (
      <EmptyState
        icon={<IconChartLine size={36} />}
        title="Choose what to predict"
        action={
          <Button variant="filled" onClick={() => navigate({ step: 'prepare' })}>
            Choose the target
          </Button>
        }
      >
        A network learns to predict one column, the target, from the others. Choose it in Prepare; everything else has
        good defaults.
      </EmptyState>
    )
  }
  return (
    <NewRun key={dataset.id} project={project} dataset={dataset} recipe={recipe.data} previous={run} waits={waits} />
  )
}
