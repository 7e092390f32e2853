import { Button } from '@mantine/core'
import { useState } from 'react'
import { isUnderWay } from '../studies/words.ts'
import { useCommands, type Command } from '../../app/commands.ts'
import { useCall, useCommand } from '../../app/data.tsx'
import { navigate, useRoute } from '../../app/route.ts'
import type { StepProps } from '../../app/steps.ts'
import { FailureNote } from '../../components/FailureNote.tsx'
import { isAtWork } from '../queue/waiting.ts'
import { openForm } from '../train/draft.ts'
import styles from './goingOn.module.css'

/** Of what was interrupted, the newest of which are offered. */
const MOST_OFFERED = 2

/**
 * Wherever the project is looked at: what was interrupted, with the way to go on, and the commands for what is under way.
 * The step Train has its own.
 */
export function GoingOn({ project, dataset }: StepProps) {
  const { step } = useRoute()
  const [later, setLater] = useState<string | null>(null)
  const studies = useCall('studies.list', { project: project.id }).data ?? []
  const pauseRun = useCommand('runs.pause')
  const resumeRun = useCommand('runs.resume')
  const stopRun = useCommand('runs.stop')
  const extend = useCommand('runs.extend')
  const pauseStudy = useCommand('studies.pause')
  const resumeStudy = useCommand('studies.resume')
  const stopStudy = useCommand('studies.stop')
  const busy = resumeRun.isPending || resumeStudy.isPending
  const error = resumeRun.error ?? resumeStudy.error

  const items = [
    ...studies.map(({ id, name, state, created }) => {
      const of = { project: project.id, study: id }
      const show = () => navigate({ step: 'train', study: id })
      return {
        ...{ id, name, state, created, canPause: state === 'running', isActive: isUnderWay(state) },
        pause: () => pauseStudy.mutate(of),
        resume: () => resumeStudy.mutate(of, { onSuccess: show }),
        stop: () => stopStudy.mutate(of),
      }
    }),
    ...project.runs
      .filter(({ study }) => study === undefined)
      .map((run) => {
        const { id, name, state, created } = run
        const of = { project: project.id, run: id }
        const show = () => navigate({ step: 'train', run: id })
        return {
          ...{ id, name, state, created, canPause: isAtWork(run) },
          isActive: state === 'running' || state === 'paused' || state === 'preparing',
          pause: () => pauseRun.mutate(of),
          resume: () => resumeRun.mutate(of, { onSuccess: show }),
          stop: () => stopRun.mutate(of),
        }
      }),
  ].toSorted((a, b) => b.created.localeCompare(a.created))
  const interrupted = items.filter(({ state }) => state === 'interrupted').slice(0, MOST_OFFERED)
  const held = items.filter(({ state }) => state === 'paused')
  const finished = project.runs
    .filter(({ state, study }) => state === 'finished' && study === undefined)
    .toSorted((a, b) => b.created.localeCompare(a.created))[0]

  const holding = [
    ...items
      .filter(({ canPause }) => canPause)
      .map(({ id, name, pause }): Command => ({ id: `pause-${id}`, label: `Pause ${name}`, run: pause })),
    ...[...held, ...interrupted].map(({ id, name, resume }): Command => ({
      id: `resume-${id}`,
      label: `Resume ${name}`,
      run: resume,
    })),
    ...items
      .filter(({ isActive }) => isActive)
      .map(({ id, name, stop }): Command => ({ id: `stop-${id}`, label: `Stop ${name}, keep its best`, run: stop })),
  ]
  const commands: Command[] = [
    ...(step === 'train' ? [] : holding),
    ...(dataset === null || step === 'train'
      ? []
      : [
          {
            id: 'new-run',
            label: 'New run',
            run: () => {
              openForm(dataset.id)
              navigate({ step: 'train', study: null })
            },
          },
        ]),
    ...(finished === undefined
      ? []
      : [
          {
            id: 'extend',
            label: `Extend ${finished.name} by ${finished.config.training.epochs} epochs`,
            run: () => {
              const of = { project: project.id, run: finished.id }
              const onSuccess = () => navigate({ step: 'train', run: finished.id })
              extend.mutate({ ...of, epochs: finished.config.training.epochs }, { onSuccess })
            },
          },
        ]),
    ...(project.runs.length < 2
      ? []
      : [{ id: 'compare', label: 'Compare runs', run: () => navigate({ step: 'runs' }) }]),
  ]
  useCommands('Runs', project.readOnly ? [] : commands)

  const offered = interrupted.map(({ id }) => id).join()
  if (step === 'train' || project.readOnly || interrupted.length === 0 || later === offered) return null
  return (
    <div className={styles.line} role="status" aria-label="Interrupted">
      <span>
        {interrupted.map(({ name }) => name).join(' and ')} {interrupted.length === 1 ? 'was' : 'were'} interrupted, and
        can go on from the last checkpoint.
      </span>
      {interrupted.map(({ id, name, resume }, index) => (
        <Button
          key={id}
          size="compact-sm"
          variant={index === 0 ? 'filled' : 'default'}
          disabled={busy}
          onClick={resume}
        >
          Resume {name}
        </Button>
      ))}
      <Button size="compact-sm" variant="subtle" onClick={() => setLater(offered)}>
        Not now
      </Button>
      {error !== null && <FailureNote error={error} />}
    </div>
  )
}
