import { useLocalStorage } from '@mantine/hooks'
import { lazy, Suspense, useEffect, useMemo } from 'react'
import { FailureNote } from '../components/FailureNote.tsx'
import { formatCompact, formatShare } from '../../core/words/format.ts'
import { Loading } from '../components/Loading.tsx'
import { DataStep } from '../features/data/DataStep.tsx'
import { FileIntake } from '../features/data/import/FileIntake.tsx'
import { GoingOn } from '../features/goingOn/GoingOn.tsx'
import { HomePage } from '../features/home/HomePage.tsx'
import { PrepareStep } from '../features/prepare/PrepareStep.tsx'
import { RunsView } from '../features/runs/RunsView.tsx'
import { BottomBar } from './BottomBar.tsx'
import { useCall } from './data.tsx'
import styles from './Frame.module.css'
import { Header } from './Header.tsx'
import { showChangesOf } from './history.ts'
import { refusedSteps } from '../features/prepare/tableSteps.ts'
import { useKnownPreview } from '../features/prepare/useRecipe.ts'
import { useActiveJobs, useJobFeed, useRunProgress } from './jobs.ts'
import { Palette } from './Palette.tsx'
import { useProject } from './project.ts'
import { Rail } from './Rail.tsx'
import { goHome, type StepName, useRoute } from './route.ts'
import { SidePanelRegion, useSidePanelRegion } from './SidePanel.tsx'
import {
  currentDataset,
  currentRun,
  evaluatedRun,
  type StepMark,
  stepMarks,
  type StepProps,
  stepTitles,
} from './steps.ts'
import { useUndoKeys } from './useUndo.tsx'

// The charts are the largest part of the code; Home and Data do not wait for them.
const TrainStep = lazy(async () => ({ default: (await import('../features/train/TrainStep.tsx')).TrainStep }))
const EvaluateStep = lazy(async () => ({
  default: (await import('../features/evaluate/EvaluateStep.tsx')).EvaluateStep,
}))
const UseStep = lazy(async () => ({ default: (await import('../features/use/UseStep.tsx')).UseStep }))

function StepView({ step, ...props }: StepProps & { step: StepName }) {
  switch (step) {
    case 'data':
      return <DataStep {...props} />
    case 'prepare':
      return <PrepareStep key={props.dataset?.id} {...props} />
    case 'train':
      return <TrainStep {...props} />
    case 'evaluate':
      return <EvaluateStep {...props} />
    case 'use':
      return <UseStep {...props} />
    case 'runs':
      return <RunsView {...props} />
  }
}

function useMarks({ project, dataset }: StepProps): Record<StepName, StepMark> {
  const route = useRoute()
  const of = dataset === null ? null : { project: project.id, dataset: dataset.id }
  const recipe = useCall('recipes.get', of).data ?? null
  const { data: preview, isError } = useKnownPreview(of, recipe)
  const details = useCall('datasets.get', of).data
  const refused = useMemo(
    () => (details === undefined || recipe === null ? 0 : refusedSteps(details.columns, recipe).size),
    [details, recipe],
  )
  const doubts = preview?.findings.filter(({ severity }) => severity === 'warning').length ?? (isError ? 1 : null)
  const run = currentRun(project, dataset, route)
  const progress = useRunProgress(run?.id ?? null)
  const study = useActiveJobs().find(({ kind, state }) => kind === 'study' && state === 'running')
  return stepMarks({
    dataset,
    recipe,
    run,
    ended: evaluatedRun(project, dataset, route),
    progress,
    study:
      study === undefined
        ? null
        : { text: formatShare(Math.floor((study.fraction ?? 0) * 100) / 100), hint: `${study.title}: ${study.detail}` },
    runs: project.runs.length,
    warnings:
      details === undefined
        ? null
        : [...details.findings, ...details.columns.flatMap(({ warnings }) => warnings)].filter(
            ({ severity }) => severity === 'warning',
          ).length,
    doubts: refused === 0 ? doubts : refused + (doubts ?? 0),
    rowText: (rows) => `${formatCompact(rows)} rows`,
  })
}

/** The rail follows every epoch of a training run; alone, so that nothing else is drawn again for it. */
function LiveRail(props: StepProps) {
  return <Rail route={useRoute()} marks={useMarks(props)} />
}

/** The window: header, rail, the step, what is selected, and the work under way. */
export function Frame() {
  const route = useRoute()
  const { data: fresh, error } = useProject(route.project)
  const { region, claimed, setElement } = useSidePanelRegion()
  const [shown, setShown] = useLocalStorage({
    key: 'descent-details',
    defaultValue: true,
    getInitialValueInEffect: false,
  })
  useJobFeed()
  useUndoKeys()
  useEffect(() => showChangesOf(route.project), [route.project])
  const dataset = fresh === undefined ? null : currentDataset(fresh, route)
  const open = route.project !== null && fresh !== undefined
  useEffect(() => {
    document.title = open ? `${fresh.name} – ${stepTitles[route.step]} – Descent` : 'Descent'
  }, [open, fresh?.name, route.step])

  return (
    <SidePanelRegion value={region}>
      <div className={styles.frame} data-rail={open ? 'shown' : 'none'}>
        <Header
          project={open ? fresh : null}
          panel={claimed ? { shown, toggle: () => setShown((value) => !value) } : null}
        />
        <div className={styles.rail}>{open && <LiveRail project={fresh} dataset={dataset} />}</div>
        <main className={styles.main}>
          {open && <GoingOn key={fresh.id} project={fresh} dataset={dataset} />}
          <div className={styles.step}>
            <Suspense fallback={<Loading />}>
              {route.project === null && <HomePage />}
              {open && <StepView step={route.step} project={fresh} dataset={dataset} />}
              {route.project !== null && fresh === undefined && error === null && (
                <Loading label="Opening the project…" />
              )}
              {error !== null && <FailureNote error={error} onRetry={goHome} retryLabel="Go to Home" />}
            </Suspense>
          </div>
        </main>
        <aside ref={setElement} className={styles.aside} data-shown={claimed && shown} aria-label="Details" />
        <BottomBar idle={open ? `Nothing is running. Saved in ${fresh.place}` : ''} project={open ? fresh.id : null} />
      </div>
      <Palette />
      <FileIntake project={open ? fresh.id : null} dropEnabled={route.step !== 'use'} />
    </SidePanelRegion>
  )
}
