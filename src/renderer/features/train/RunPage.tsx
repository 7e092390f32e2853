import { Button, Progress, Select } from '@mantine/core'
import { IconPlayerPause, IconPlayerPlay, IconPlayerStop, IconPlus, IconZoomScan } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { plannedEpochs } from '../../../core/training/plannedEpochs.ts'
import type { KeptEpoch } from '../../../shared/epochs.ts'
import type { StepMoment } from '../../../shared/workedSteps.ts'
import type { Recipe } from '../../../shared/recipes.ts'
import { rateInForce } from '../../../core/training/rateInForce.ts'
import type { Run, RunProgress } from '../../../shared/runs.ts'
import { useCommands } from '../../app/commands.ts'
import { useCall, useCommand } from '../../app/data.tsx'
import { useRunProgress, useRunState } from '../../app/jobs.ts'
import { navigate } from '../../app/route.ts'
import { isStale, type StepProps } from '../../app/steps.ts'
import { outdatedText } from '../../app/versions.ts'
import { formatValue } from '../../../core/words/values.ts'
import { FailureNote } from '../../components/FailureNote.tsx'
import { formatCompact, formatCount, formatDuration } from '../../../core/words/format.ts'
import { Card, Page } from '../../components/Page.tsx'
import { Tiles, type Tile } from '../../components/Tiles.tsx'
import { formatMetric, leadMetric, metricOf } from '../evaluate/metricWords.ts'
import { isWaiting, stateText, waitingText } from '../queue/waiting.ts'
import { Remarks } from '../runs/Remarks.tsx'
import { ChangeRun } from './ChangeRun.tsx'
import { StudyLink } from '../studies/StudyLink.tsx'
import { openForm } from './draft.ts'
import { Outcome } from './Outcome.tsx'
import { EpochTravel } from './epochs/EpochTravel.tsx'
import { Family } from './epochs/Family.tsx'
import { InsideNetwork } from './epochs/InsideNetwork.tsx'
import { pictureEvery } from './live/every.ts'
import { Warnings } from './live/Warnings.tsx'
import { Repeats } from './repeat/Repeats.tsx'
import { RunCharts } from './curves/RunCharts.tsx'
import { RunPanel } from './RunPanel.tsx'
import { StepDialog } from './step/StepDialog.tsx'
import { isActive, liveRun, withState } from './runViews.ts'
import { configInShort, lowerFirst, plainNumber } from '../../../core/words/settings/settingText.ts'
import styles from './train.module.css'

/** One run: while it trains its figures, curve and the ways to hold it; afterwards what came of it. */
export function RunPage(props: {
  project: StepProps['project']
  /** The dataset that a new run would learn from. */
  dataset: string
  recipe: Recipe
  run: Run
  runs: readonly Run[]
}) {
  const { project, dataset, runs } = props
  const run = withState(props.run, useRunState(props.run.id))
  const of = { project: project.id, run: run.id }
  const pause = useCommand('runs.pause')
  const resume = useCommand('runs.resume')
  const stop = useCommand('runs.stop')
  /** The moment whose step is looked into; null: none is. */
  const [stepping, setStepping] = useState<StepMoment | null>(null)
  const [epoch, setEpoch] = useState<number | null>(null)
  const kept = useCall('runs.kept', run.state === 'preparing' ? null : of, {
    every: run.state === 'running' ? pictureEvery : undefined,
  }).data
  const epochs = useMemo(() => keptWeights(kept), [kept])
  const sound = epochs.findLast((known) => known <= (run.bestEpoch ?? 0)) ?? null
  const busy = pause.isPending || resume.isPending || stop.isPending
  const error = pause.error ?? resume.error ?? stop.error
  const active = isActive(run.state)
  const newRun = () => openForm(dataset)
  const outdated = outdatedText(project, run)
  // What went wrong comes before the curve; a good end comes after it.
  const troubled = run.state === 'failed' || run.state === 'interrupted'
  const hasCurves = active || run.epochs > 0

  useCommands('Train', [
    { id: 'new-run', label: 'New run', run: newRun },
    ...(run.state === 'running' ? [{ id: 'pause', label: 'Pause training', run: () => pause.mutate(of) }] : []),
    ...(run.state === 'paused' || run.state === 'interrupted'
      ? [{ id: 'resume', label: 'Resume training', run: () => resume.mutate(of) }]
      : []),
    ...(active ? [{ id: 'stop', label: 'Stop and keep the best', run: () => stop.mutate(of) }] : []),
  ])

  return (
    <Page
      title={run.name}
      subtitle={`${isWaiting(run) ? waitingText(run, runs) : stateText(run)} · predicts ${run.target} · ${configInShort(run.config)}`}
      actions={
        <>
          {runs.length > 1 && (
            <Select
              aria-label="Run shown"
              w={112}
              value={run.id}
              data={runs.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={(id) => navigate({ run: id })}
            />
          )}
          {run.study !== undefined && <StudyLink project={project.id} study={run.study.id} />}
          {run.state === 'running' && (
            <Button
              leftSection={<IconPlayerPause size={16} aria-hidden />}
              disabled={busy}
              onClick={() => pause.mutate(of)}
            >
              Pause
            </Button>
          )}
          {(run.state === 'paused' || run.state === 'interrupted') && (
            <Button
              variant="filled"
              leftSection={<IconPlayerPlay size={16} aria-hidden />}
              disabled={busy || project.readOnly}
              onClick={() => resume.mutate(of)}
            >
              Resume
            </Button>
          )}
          {(run.state === 'running' || run.state === 'paused') && run.config.training.optimizer.kind !== 'lbfgs' && (
            <ChangeRun project={project.id} run={run} />
          )}
          {active && (
            <Button
              leftSection={<IconPlayerStop size={16} aria-hidden />}
              disabled={busy}
              onClick={() => stop.mutate(of)}
            >
              Stop and keep the best
            </Button>
          )}
          {run.state !== 'preparing' && run.state !== 'running' && run.epochs > 0 && (
            <Button leftSection={<IconZoomScan size={16} aria-hidden />} onClick={() => setStepping('next')}>
              One step…
            </Button>
          )}
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={newRun}>
            New run
          </Button>
          {!active && run.metrics !== null && (
            <Button variant="filled" onClick={() => navigate({ step: 'evaluate', run: run.id })}>
              Evaluate
            </Button>
          )}
        </>
      }
    >
      {error !== null && <FailureNote error={error} />}
      {stepping !== null && (
        <StepDialog project={project.id} run={run} epochs={epochs} start={stepping} onClose={() => setStepping(null)} />
      )}
      {(outdated !== null || isStale(run, props.recipe)) && !active && (
        <p className={styles.warnLine} role="status">
          {outdated === null ? 'The preparation has changed since this run.' : `This run was ${outdated}.`}
          <Button size="compact-xs" onClick={newRun}>
            Train again
          </Button>
        </p>
      )}
      <Card label="Progress">
        {active ? <LiveFigures run={run} /> : <Tiles label="Progress" tiles={endedTiles(run)} />}
      </Card>
      {troubled && (
        <Outcome project={project.id} dataset={dataset} run={run} readOnly={project.readOnly} sound={sound} />
      )}
      {active && run.state !== 'preparing' && (
        <Warnings project={project.id} dataset={dataset} run={run} readOnly={project.readOnly} />
      )}
      {hasCurves && (
        <Card className={styles.chartCard ?? ''} label="Curves">
          {run.state === 'preparing' ? (
            <p className="soft">
              {isWaiting(run) ? `${waitingText(run, runs)}.` : 'The rows are being prepared.'} The curve begins after
              the first epoch.
            </p>
          ) : (
            <LiveChart key={run.id} project={project.id} run={run} kept={epochs.length} shown={epoch} />
          )}
        </Card>
      )}
      {!active && !troubled && (
        <Outcome project={project.id} dataset={dataset} run={run} readOnly={project.readOnly} sound={sound} />
      )}
      {run.state !== 'preparing' && (active || run.metrics !== null || epochs.length > 1) && (
        <EpochTravel
          project={project.id}
          dataset={dataset}
          run={run}
          epochs={epochs}
          chosen={epoch}
          readOnly={project.readOnly}
          onChoose={setEpoch}
          onStep={setStepping}
        />
      )}
      {run.state !== 'preparing' && (
        <InsideNetwork project={project.id} run={run} live={run.state === 'running'} shown={epoch} />
      )}
      <RunPanel run={run} onReuse={() => openForm(dataset, run.config)}>
        <Remarks key={run.id} project={project.id} run={run} runs={runs} readOnly={project.readOnly} />
        <Family run={run} runs={runs} />
        <Repeats key={`repeats ${run.id}`} project={project.id} run={run} runs={runs} readOnly={project.readOnly} />
      </RunPanel>
    </Page>
  )
}

/** Epochs that one can go to: those whose weights are there. */
function keptWeights(kept: readonly KeptEpoch[] = []): number[] {
  return kept.filter(({ epoch, hasWeights }) => hasWeights && epoch > 0).map(({ epoch }) => epoch)
}

/** The figures of a run under way, drawn again with every word of the feed. */
function LiveFigures(props: { run: Run }) {
  const progress = useRunProgress(props.run.id)
  const run = liveRun(props.run, progress)
  return (
    <>
      <Tiles label="Progress" tiles={liveTiles(run, progress)} />
      <Progress
        className={styles.progress}
        size={6}
        value={(100 * run.epochs) / Math.max(1, progress?.epochs ?? plannedEpochs(run.config.training))}
        aria-label={`Epoch ${run.epochs} of ${plannedEpochs(run.config.training)}`}
      />
    </>
  )
}

function LiveChart(props: { project: string; run: Run; kept: number; shown: number | null }) {
  const run = liveRun(props.run, useRunProgress(props.run.id))
  return <RunCharts {...props} run={run} />
}

function liveTiles(run: Run, progress: RunProgress | null): Tile[] {
  const tiles: Tile[] = [
    {
      label: 'Epoch',
      value: formatCount(run.epochs),
      note: `of ${formatCount(progress?.epochs ?? plannedEpochs(run.config.training))}`,
      help: 'How often all training rows have been gone through.',
    },
    {
      label: 'Training loss',
      value: formatValue(run.lastTrainLoss),
      help: 'How wrong the network is on the rows it learns from. It should fall.',
    },
  ]
  const best = run.bestEpoch === null ? undefined : `best ${formatValue(run.bestLoss)} at ${formatCount(run.bestEpoch)}`
  if (run.rows.validation > 0) {
    tiles.push({
      label: 'Validation loss',
      value: formatValue(run.lastValidationLoss),
      ...(best === undefined ? {} : { note: best, tone: 'good' as const }),
      help: 'How wrong the network is on rows it does not learn from. The weights with the lowest value are kept.',
    })
  }
  const rate = progress?.samplesPerSecond ?? null
  tiles.push(
    {
      label: 'Learning rate',
      value: plainNumber(progress?.learningRate ?? rateInForce(run.config)),
    },
    { label: 'Rows a second', value: rate === null ? '–' : formatCompact(rate) },
    {
      label: 'Time left',
      value: progress?.secondsLeft == null ? '–' : formatDuration(progress.secondsLeft),
      ...(progress === null ? {} : { note: `${formatDuration(progress.secondsElapsed)} so far` }),
    },
  )
  return tiles
}

/** Whether the best epoch is the one of the lowest loss, not the best by another metric. */
function watchesLoss(run: Run): boolean {
  return (run.config.training.earlyStopping?.metric ?? 'loss') === 'loss'
}

function lossLabel(run: Run): string {
  if (run.rows.validation === 0) return 'Best training loss'
  return watchesLoss(run) ? 'Best validation loss' : 'Validation loss'
}

function endedTiles(run: Run): Tile[] {
  const lead = leadMetric(run.task)
  return [
    {
      label: 'Epochs',
      value: formatCount(run.epochs),
      unit: `of ${formatCount(plannedEpochs(run.config.training))}`,
    },
    {
      label: lossLabel(run),
      value: formatValue(run.bestLoss),
      ...(run.bestEpoch === null ? {} : { note: `at epoch ${formatCount(run.bestEpoch)}`, tone: 'good' as const }),
      ...(watchesLoss(run) ? {} : { help: 'Of the epoch that is best by what early stopping watches.' }),
    },
    {
      label: `Validation ${lowerFirst(lead.name)}`,
      value: formatMetric(metricOf(run.metrics?.validation, lead.key)),
      note: `${formatCount(run.rows.validation)} rows`,
      help: lead.meaning,
    },
    {
      label: `Test ${lowerFirst(lead.name)}`,
      value: formatMetric(metricOf(run.metrics?.test, lead.key)),
      note: `${formatCount(run.rows.test)} rows`,
      help: lead.meaning,
    },
    {
      label: 'Time',
      value: formatDuration(run.seconds.total),
      note: `${formatDuration(run.seconds.train)} of training`,
    },
  ]
}
