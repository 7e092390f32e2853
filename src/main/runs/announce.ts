import { plannedEpochs } from '../../core/training/plannedEpochs.ts'
import type { Run } from '../../shared/runs.ts'
import type { EventSink, JobHandle } from './ports.ts'
import type { Pace } from './progress.ts'

/** Tells the windows and the bottom bar how far a run is. */
export function announce(events: EventSink, job: JobHandle, project: string, run: Run, pace: Pace): void {
  const epochs = plannedEpochs(run.config.training)
  const secondsLeft = run.state === 'running' ? pace.secondsLeft(run.epochs) : null
  events.emit('run', {
    project,
    run: run.id,
    state: run.state,
    epoch: run.epochs,
    epochs,
    trainLoss: run.lastTrainLoss,
    validationLoss: run.lastValidationLoss,
    bestEpoch: run.bestEpoch,
    bestLoss: run.bestLoss,
    learningRate: pace.learningRate ?? run.config.training.learningRate,
    samplesPerSecond: pace.samplesPerSecond(run.rows.train),
    secondsElapsed: pace.seconds,
    secondsLeft,
  })
  if (run.state === 'running' || run.state === 'paused') {
    job.update({
      state: run.state,
      fraction: Math.min(1, run.epochs / epochs),
      detail: `Epoch ${run.epochs.toLocaleString('en-US')} of ${epochs.toLocaleString('en-US')}`,
      secondsLeft,
    })
  }
}
