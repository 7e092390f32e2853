import type { Study, StudyTrial } from '../../shared/studies.ts'
import type { EventSink, JobHandle, JobStarter } from '../runs/ports.ts'
import { hasEnded } from './trials.ts'

/** Milliseconds between two looks that windows are told to take at the project, while trials follow each other. */
const LOOK_EVERY = 1000
/** Before so much is done, an estimate of the time left would jump about. */
const MIN_FRACTION = 0.02

/** Tells the windows and the bottom bar how far a study is. */
export class Announcer {
  readonly #events: EventSink
  readonly #job: JobHandle
  readonly #project: string
  #lookedAt = -Infinity

  constructor(
    context: { events: EventSink; jobs: JobStarter },
    project: string,
    { id, name }: Pick<Study, 'id' | 'name'>,
    cancel: () => void,
  ) {
    this.#events = context.events
    this.#project = project
    this.#job = context.jobs.start({ id, project, kind: 'study', title: name }, cancel)
  }

  prepare(fraction: number): void {
    this.#job.update({ detail: 'Preparing the data', fraction })
  }

  tell(
    study: Study,
    trials: readonly StudyTrial[],
    best: { index: number; score: number } | null,
    isTurn: boolean,
  ): void {
    const { planned, done, state } = study
    const fraction = state === 'finished' ? 1 : fractionOf(study, trials)
    const isKnown = state === 'running' && fraction >= MIN_FRACTION
    const secondsLeft = isKnown ? study.seconds * (1 / fraction - 1) : null
    const running = trials.filter((trial) => trial.state === 'running').length
    this.#events.emit('study', {
      project: this.#project,
      id: study.id,
      state,
      planned,
      done,
      running,
      best: best === null ? null : { index: best.index, score: best.score },
      fraction,
      secondsLeft,
    })
    if (state === 'running' || state === 'paused') {
      const detail = `${done.toLocaleString('en-US')} of ${planned.toLocaleString('en-US')} runs`
      this.#job.update({ state, fraction, detail, secondsLeft })
    }
    const now = performance.now()
    if (!isTurn && now - this.#lookedAt < LOOK_EVERY) return
    this.#lookedAt = now
    this.#events.emit('projectChanged', { project: this.#project })
  }

  end(state: Study['state']): void {
    if (state === 'finished') this.#job.done()
    else if (state === 'failed') this.#job.failed()
    else this.#job.cancelled()
  }
}

/** Of its trials or of its time, whichever is further; a trial that trains counts by its epochs. */
function fractionOf({ plan, planned, config, seconds }: Study, trials: readonly StudyTrial[]): number {
  const { epochs } = config.training
  const done = trials.reduce((sum, trial) => sum + (hasEnded(trial) ? 1 : Math.min(1, trial.epochs / epochs)), 0)
  const limit = plan.kind === 'search' ? plan.settings.timeSeconds : null
  return Math.min(1, Math.max(done / Math.max(1, planned), limit === null ? 0 : seconds / limit))
}
