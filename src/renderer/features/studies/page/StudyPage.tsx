import { Button, Menu, Progress } from '@mantine/core'
import {
  IconDots,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStop,
  IconPlus,
  IconTrash,
} from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { fromFailure } from '../../../../shared/errors.ts'
import type { StudyWithTrials } from '../../../../shared/studies.ts'
import { useCommands } from '../../../app/commands.ts'
import { useCall, useCommand } from '../../../app/data.tsx'
import { useStudyProgress } from '../../../app/jobs.ts'
import { navigate } from '../../../app/route.ts'
import type { StepProps } from '../../../app/steps.ts'
import { FailureNote } from '../../../components/FailureNote.tsx'
import { formatCount, formatDuration } from '../../../../core/words/format.ts'
import { Loading } from '../../../components/Loading.tsx'
import { Card, Page } from '../../../components/Page.tsx'
import { Tiles, type Tile } from '../../../components/Tiles.tsx'
import { formatMetric } from '../../evaluate/metricWords.ts'
import { useRunActions } from '../../runs/useRunActions.ts'
import { openForm } from '../../train/draft.ts'
import { isUnderWay, scoreName, studyInShort, studyStateText } from '../words.ts'
import { FailedTrials } from './FailedTrials.tsx'
import { NameDialog } from './NameDialog.tsx'
import { RepeatResults } from './RepeatResults.tsx'
import { SearchResults } from './SearchResults.tsx'
import { TrialTable } from './TrialTable.tsx'

/** How often scores are asked for while trials train, in milliseconds. */
const EVERY = 1500

/** A repeat, a cross-validation or a search: how far it is, and what it has found out. */
export function StudyPage(props: {
  project: StepProps['project']
  /** The dataset that a new run would learn from. */
  dataset: string
  id: string
}) {
  const { project, dataset, id } = props
  const of = { project: project.id, study: id }
  const live = useStudyProgress(id)
  const [active, setActive] = useState(true)
  const asked = useCall('studies.get', of, { every: active ? EVERY : undefined })
  const results = useCall('studies.results', of, { keepPrevious: true })
  const runs = useMemo(() => project.runs.filter(({ study }) => study?.id === id), [project.runs, id])
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const chosenRuns = useMemo(() => runs.filter((run) => chosen.has(run.id)), [runs, chosen])
  const study = asked.data
  const state = study === undefined ? null : study.state
  if (state !== null && active !== (state === 'running')) setActive(state === 'running')

  if (asked.error !== null) {
    return (
      <FailureNote error={asked.error} onRetry={() => navigate({ study: null })} retryLabel="Show the newest run" />
    )
  }
  if (study === undefined) return <Loading label="Reading the study…" />
  return (
    <Page
      title={study.name}
      subtitle={`${studyStateText(study)} · predicts ${study.target} · ${studyInShort(study)}`}
      actions={<StudyButtons project={project} dataset={dataset} study={study} />}
    >
      {study.failure !== null && <FailureNote error={fromFailure(study.failure)} />}
      <Card label="Progress">
        <Tiles label="Figures of this study" tiles={tilesOf(study, live?.running ?? 0, live?.secondsLeft ?? null)} />
        {isUnderWay(study.state) && (
          <Progress
            mt={12}
            size={6}
            value={(live?.fraction ?? study.done / Math.max(1, study.planned)) * 100}
            aria-label="Trials done"
          />
        )}
      </Card>
      {study.plan.kind === 'search' ? (
        <SearchResults
          project={project}
          dataset={dataset}
          study={study}
          runs={runs}
          chosen={chosenRuns}
          onClear={() => setChosen(new Set())}
          results={results.data ?? null}
        />
      ) : (
        <RepeatResults study={study} results={results.data ?? null} />
      )}
      <TrialTable project={project} study={study} runs={runs} chosen={chosen} onChosen={setChosen} />
      <FailedTrials runs={runs} />
    </Page>
  )
}

function StudyButtons(props: { project: StepProps['project']; dataset: string; study: StudyWithTrials }) {
  const { project, dataset, study } = props
  const of = { project: project.id, study: study.id }
  const pause = useCommand('studies.pause')
  const resume = useCommand('studies.resume')
  const stop = useCommand('studies.stop')
  const actions = useRunActions(project.id)
  const [naming, setNaming] = useState(false)
  const busy = pause.isPending || resume.isPending || stop.isPending || project.readOnly
  const error = pause.error ?? resume.error ?? stop.error
  const canResume = study.state === 'paused' || study.state === 'interrupted'
  const canStop = canResume || study.state === 'running'
  useCommands('Study', [
    ...(study.state === 'running'
      ? [{ id: 'pause-study', label: 'Pause the study', run: () => pause.mutate(of) }]
      : []),
    ...(canResume ? [{ id: 'resume-study', label: 'Resume the study', run: () => resume.mutate(of) }] : []),
    ...(canStop ? [{ id: 'stop-study', label: 'Stop the study', run: () => stop.mutate(of) }] : []),
  ])
  return (
    <>
      {error !== null && <FailureNote error={error} />}
      {study.state === 'running' && (
        <Button
          leftSection={<IconPlayerPause size={16} aria-hidden />}
          disabled={busy}
          onClick={() => pause.mutate(of)}
        >
          Pause
        </Button>
      )}
      {canResume && (
        <Button
          variant="filled"
          leftSection={<IconPlayerPlay size={16} aria-hidden />}
          disabled={busy}
          onClick={() => resume.mutate(of)}
        >
          Resume
        </Button>
      )}
      {canStop && (
        <Button leftSection={<IconPlayerStop size={16} aria-hidden />} disabled={busy} onClick={() => stop.mutate(of)}>
          Stop and keep what is there
        </Button>
      )}
      {!canStop && (
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => openForm(dataset)}>
          New run
        </Button>
      )}
      <Menu>
        <Menu.Target>
          <Button px={8} aria-label={`More for ${study.name}`}>
            <IconDots size={16} aria-hidden />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconPencil size={14} aria-hidden />}
            disabled={project.readOnly}
            onClick={() => setNaming(true)}
          >
            Rename
          </Menu.Item>
          <Menu.Item
            leftSection={<IconTrash size={14} aria-hidden />}
            disabled={project.readOnly}
            onClick={() => {
              void actions.remove({ runs: [], studies: [study] }).then((removed) => {
                if (removed) navigate({ step: 'runs', study: null })
              })
            }}
          >
            Remove with its runs
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {naming && (
        <NameDialog
          name={study.name}
          onClose={() => setNaming(false)}
          onName={(name) => void actions.renameStudy(study, name)}
        />
      )}
    </>
  )
}

function tilesOf(study: StudyWithTrials, running: number, secondsLeft: number | null): Tile[] {
  const best = study.trials.find(({ index }) => index === study.best)
  const failed = study.trials.filter(({ state }) => state === 'failed').length
  const pruned = study.trials.filter(({ state }) => state === 'pruned').length
  const notes = [
    ...(running > 0 ? [`${running} under way`] : []),
    ...(pruned > 0 ? [`${pruned} stopped early`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
  ]
  return [
    {
      label: study.plan.kind === 'folds' ? 'Folds' : study.plan.kind === 'repeat' ? 'Seeds' : 'Trials',
      value: formatCount(study.done),
      unit: `of ${formatCount(study.planned)}`,
      note: notes.length === 0 ? ' ' : notes.join(', '),
      tone: failed > 0 ? 'warn' : 'plain',
    },
    {
      label: `Best ${scoreName(study.metric)}`,
      value: formatMetric(best?.score ?? null),
      note: best === undefined ? ' ' : best.name,
      help: 'Of single trials. One that is best by luck is in here, too: judge it by its test rows, or repeat it.',
    },
    { label: 'Time', value: formatDuration(study.seconds), note: 'without pauses' },
    ...(isUnderWay(study.state)
      ? [{ label: 'Time left', value: secondsLeft === null ? '…' : formatDuration(secondsLeft), note: 'about' }]
      : []),
  ]
}
