import { assertNever } from '../../shared/assertNever.ts'
import { DescentError } from '../../shared/errors.ts'
import type { Dataset } from '../../shared/datasets.ts'
import type { FittedRecipe } from '../../shared/recipes.ts'
import type { Run, StopReason } from '../../shared/runs.ts'
import { keptMegabytes, type RequestedChange } from '../../shared/training.ts'
import { recordWidth, withMetrics } from '../../core/series/records.ts'
import { plannedEpochs } from '../../core/training/plannedEpochs.ts'
import type { TrainingNotice } from '../training/protocol.ts'
import { announce } from './announce.ts'
import { HeldTurn } from './heldTurn.ts'
import { brokenOutcome, trainedOutcome, type BreakOffReason } from './outcome.ts'
import type { JobHandle } from './ports.ts'
import { Pace } from './progress.ts'
import { preparedRun, type Prepared } from './preparedRun.ts'
import { RunRecorder, type RunFields } from './recorder.ts'
import { comparedWithRepeated } from './repeat.ts'
import { withChanges } from './runConfigs.ts'
import type { RunContext, RunPart, StartingPoint } from './runContext.ts'
import { trainingDataOf } from './trainingData.ts'
import { Watchers } from './watchers.ts'

/**
 * One run from Start to its end: waits for its turn, prepares, trains, stores, evaluates. Its commands may come at any
 * moment; its record in the project file is never more than half a second behind.
 */
export class ActiveRun {
  readonly project: string
  /** Resolves when the run has ended and everything of it is stored; never rejects. */
  readonly ended: Promise<void>
  /**
   * Resolves with how its training ended when it holds no cores any more and is left to be evaluated; with null, when
   * `ended` does, where it does not come to that.
   */
  readonly trained: Promise<'finished' | 'pruned' | null>
  readonly #context: RunContext
  readonly #dataset: Dataset
  readonly #recorder: RunRecorder
  readonly #abort = new AbortController()
  readonly #before: Run
  readonly #job: JobHandle
  #run: Run
  #pace: Pace
  readonly #turn: HeldTurn
  #resuming: Promise<void> | null = null
  #isTraining = false
  #isClosing = false
  #storageFailure: unknown = null
  #truncate: boolean
  readonly #watchers = new Watchers()
  #brokenOff: BreakOffReason | null = null
  #tellTrained: (how: 'finished' | 'pruned' | null) => void = () => {}
  readonly #part: RunPart | null

  constructor(context: RunContext, project: string, run: Run, dataset: Dataset, from: StartingPoint) {
    this.#context = context
    this.project = project
    this.#before = run
    const begun = { state: 'preparing', waiting: false, stopReason: null, failure: null, metrics: null } as const
    this.#run = { ...run, ...begun, config: from.config }
    this.#dataset = dataset
    this.#part = from.part ?? null
    this.#turn = new HeldTurn(context.queue, from.part?.turn ?? null)
    this.#truncate = true
    this.#pace = new Pace(from.extendTo ?? plannedEpochs(from.config.training))
    const width = () => recordWidth(this.#run.config.training)
    this.#recorder = new RunRecorder(context.storage, { project, run: run.id, width }, (error) =>
      this.#storageFailed(error),
    )
    this.#job = context.jobs.start(
      { id: run.id, project, kind: 'training', title: `Training ${run.name}` },
      () => void this.stop(),
    )
    this.trained = new Promise((resolve) => {
      this.#tellTrained = resolve
    })
    this.ended = this.#live(from)
  }

  get run(): Run {
    return this.#run
  }

  /** Renames, or whatever else a person changes while the run goes on. */
  change(fields: RunFields): void {
    this.#set(fields)
    this.#recorder.add({ fields })
  }

  /** Has the project read again, once it holds what was changed. */
  async tellChanges(): Promise<void> {
    await this.#recorder.flush().catch((error: unknown) => this.#storageFailed(error))
    this.#context.events.emit('projectChanged', { project: this.project })
  }

  async pause(): Promise<void> {
    if (this.#run.state !== 'running') throw new DescentError('usage', 'Only a running run can be paused.')
    await this.#context.training.pause(this.#run.id)
    await this.#until(() => this.#run.state !== 'running')
    await this.#recorder.flush()
  }

  async resume(): Promise<void> {
    if (this.#run.state !== 'paused') throw new DescentError('usage', 'This run is not paused.')
    // Asked twice while it waits, it takes one turn.
    this.#resuming ??= this.#goOn().finally(() => (this.#resuming = null))
    await this.#resuming
  }

  async #goOn(): Promise<void> {
    await this.#takeTurn()
    try {
      await this.#context.training.resume(this.#run.id)
    } catch (error) {
      // It was stopped meanwhile.
      this.#turn.give()
      throw error
    }
    await this.#until(() => this.#run.state !== 'paused')
  }

  /** Changes settings while the run is under way; it takes note of them with their step. */
  async changeSettings(change: RequestedChange): Promise<void> {
    if (!this.#isTraining) throw new DescentError('usage', 'Only a run that trains can be changed.')
    await this.#context.training.change(this.#run.id, change)
  }

  /** Lets the run go on for so many epochs more than it was to have; it takes note of that as of a change. */
  async extend(epochs: number): Promise<void> {
    if (!this.#isTraining) {
      throw new DescentError('busy', 'This run does not train yet.', {
        hint: 'Extend it when it trains, or has ended.',
      })
    }
    const known = this.#run.config.training.changes
    await this.#context.training.change(this.#run.id, { epochs: plannedEpochs(this.#run.config.training) + epochs })
    await this.#until(() => this.#run.config.training.changes !== known)
  }

  /** Stores the next checkpoint that the engine makes, at most a second or so from now, whatever its size. */
  async saveCheckpoint(): Promise<void> {
    if (!this.#isTraining) throw new DescentError('usage', 'Only a run that trains has a checkpoint to save.')
    // A paused run stored its own when it paused.
    if (this.#run.state !== 'paused') await Promise.race([this.#recorder.nextCheckpoint(), this.ended])
  }

  /** Ends the run and keeps its best weights. */
  async stop(): Promise<void> {
    if (this.#isClosing) return
    if (this.#isTraining) await this.#context.training.stop(this.#run.id).catch(() => {})
    else this.#abort.abort()
    await this.ended
  }

  /** Ends the run for a reason of its search, and keeps its best weights. */
  async breakOff(reason: BreakOffReason): Promise<void> {
    this.#brokenOff ??= reason
    await this.stop()
  }

  /** The project is closed: leaves the run as interrupted, to be resumed from its checkpoint. */
  async close(): Promise<void> {
    this.#isClosing = true
    this.#abort.abort()
    // Pausing makes a checkpoint at this very step.
    if (this.#isTraining && this.#run.state === 'running') await this.pause().catch(() => {})
    if (this.#isTraining) await this.#context.training.abandon(this.#run.id)
    await this.ended
  }

  async #live(from: StartingPoint): Promise<void> {
    const started = performance.now()
    const { total, prepare: preparedBefore, train: trainedBefore } = this.#run.seconds
    const elapsed = () => (performance.now() - started) / 1000
    try {
      await this.#takeTurn()
      const beforePreparation = elapsed()
      const prepared = await this.#prepare()
      const preparing = elapsed() - beforePreparation
      this.change({ seconds: { total: total + elapsed(), prepare: preparedBefore + preparing, train: trainedBefore } })
      const beforeTraining = elapsed()
      const last = await this.#train(prepared, from)
      const seconds = {
        total: total + elapsed(),
        prepare: preparedBefore + preparing,
        train: this.#pace.seconds || trainedBefore + elapsed() - beforeTraining,
      }
      this.#turn.give()
      if (last.state.state === 'finished') {
        this.#tellTrained(this.#reasonOf(last.state.stopReason) === 'pruned' ? 'pruned' : 'finished')
      }
      await this.#finish(prepared, last, seconds)
    } catch (error) {
      await this.#fail(error)
    } finally {
      this.#turn.give()
      // It may have been asked to go on and wait for its turn.
      this.#abort.abort()
      this.#tellTrained(null)
    }
  }

  async #prepare(): Promise<Prepared> {
    const { prepared, fields } = await preparedRun(this.#context, this.project, this.#run, this.#dataset, {
      signal: this.#abort.signal,
      onProgress: (fraction) => this.#job.update({ detail: 'Preparing the data', fraction }),
    })
    this.#set(fields)
    await this.#recorder.flush({ fields, fitted: prepared.data.fitted })
    // Rows, inputs and parameters are known now, and no later change of state would tell before the end.
    this.#context.events.emit('projectChanged', { project: this.project })
    return prepared
  }

  /** Resolves with the engine's last word. */
  async #train({ data, spec, length }: Prepared, from: StartingPoint): Promise<TrainingNotice> {
    const { checkpoint, initialWeights, stopAtOnce, keep, config, extendTo = null } = from
    const rows = trainingDataOf(data)
    this.#abort.signal.throwIfAborted()
    const { training } = this.#context
    const { id } = this.#run
    return new Promise<TrainingNotice>((resolve, reject) => {
      this.#isTraining = true
      training
        .start(
          {
            run: id,
            spec,
            length,
            checkpoint,
            initialWeights,
            extendTo,
            keep: keep && keptMegabytes(config.training) > 0,
            data: rows,
          },
          {
            notice: (notice) => {
              this.#take(notice, data.fitted.target)
              if (notice.state.state === 'finished' || notice.state.state === 'failed') resolve(notice)
            },
            broken: reject,
          },
        )
        .then(() => {
          // A stop may have come while the thread was starting.
          if (stopAtOnce || (this.#abort.signal.aborted && !this.#isClosing)) void training.stop(id).catch(() => {})
        }, reject)
    }).finally(() => {
      this.#isTraining = false
    })
  }

  #take(notice: TrainingNotice, target: FittedRecipe['target']): void {
    const { state, checkpoint } = notice
    const records = withMetrics(notice.records, notice.metrics, this.#run.config.training, target)
    // The engine refused the data or the checkpoint before there was a state: what is stored stays as it is.
    if (state.state === 'failed' && state.step === 0 && checkpoint === null) return
    const fields: RunFields = {
      epochs: state.epoch,
      bestEpoch: state.bestEpoch,
      bestLoss: state.bestLoss,
      lastTrainLoss: state.lastTrainLoss,
      lastValidationLoss: state.lastValidationLoss,
    }
    if (notice.changes.length > 0) {
      fields.config = withChanges(this.#run.config, notice.changes)
      this.#pace.goOnTo(plannedEpochs(fields.config.training))
    }
    this.#pace.add(notice.records)
    // Epochs after the checkpoint are trained again, to the same numbers; after going back, with a lower rate.
    if (this.#truncate || notice.changes.some((change) => change.diverged !== undefined)) {
      this.#recorder.add({ truncateFrom: Math.min(records[0] ?? Infinity, state.epoch + 1) })
      this.#truncate = false
    }
    const isLast = state.state !== 'running'
    this.#recorder.add({
      fields,
      ...(records.length > 0 ? { records } : {}),
      ...(notice.kept.length > 0 ? { kept: notice.kept } : {}),
      ...(checkpoint !== null && (isLast || this.#recorder.wantsCheckpoint(checkpoint.length, performance.now()))
        ? { checkpoint }
        : {}),
    })
    if (checkpoint !== null) void this.#recorder.checkpointAdded().catch((error: unknown) => this.#storageFailed(error))
    this.#set(fields)
    switch (state.state) {
      case 'running':
      case 'paused':
        if (this.#run.state === state.state) break
        this.change({ state: state.state })
        // Not at every notice: one that was on its way when the run was resumed must not give the new turn away.
        if (state.state === 'paused') this.#turn.give()
        break
      case 'finished':
      case 'failed':
        break
      default:
        assertNever(state.state)
    }
    if (records.length > 0) this.#part?.recorded(records)
    this.#announce()
    // The settings that are shown are those of the record: it is written before it is read again.
    if (notice.changes.length > 0) void this.tellChanges()
  }

  async #finish(prepared: Prepared, last: TrainingNotice, seconds: Run['seconds']): Promise<void> {
    if (this.#storageFailure !== null) throw this.#storageFailure
    const { state, weights } = last
    this.#job.update({ detail: 'Evaluating', fraction: null, secondsLeft: null })
    const evaluations = weights === null ? [] : await this.#evaluate(prepared, weights)
    const told = { ...state, stopReason: this.#reasonOf(state.stopReason) }
    const outcome = trainedOutcome(told, evaluations, this.#run.config, seconds)
    const now = { ...this.#run, ...outcome }
    const compared = await comparedWithRepeated(this.#context.storage, this.project, now, weights)
    const fields = { ...outcome, ...compared }
    await this.#recorder.flush({ fields, ...(weights === null ? {} : { weights }), evaluations })
    this.#end(fields)
  }

  /** A run that had come to its end when it was asked to stop was not broken off. */
  #reasonOf(reason: StopReason | null): StopReason | null {
    return reason === 'stopped' ? (this.#brokenOff ?? reason) : reason
  }

  #evaluate({ table, data, spec }: Prepared, weights: Float32Array) {
    return this.#context.compute.ask('evaluate', {
      run: this.#run.id,
      model: { fitted: data.fitted, spec, weights },
      data,
      table,
    })
  }

  async #fail(error: unknown): Promise<void> {
    const isStop = this.#abort.signal.aborted
    const reason = this.#isClosing ? 'closing' : isStop ? (this.#brokenOff ?? 'stopped') : 'failed'
    const fields = { ...brokenOutcome(this.#before, this.#run, error, reason), waiting: false }
    if (reason === 'failed' && process.env['DESCENT_DEBUG'] !== undefined) console.error(error)
    await this.#recorder.flush({ fields }).catch(() => {})
    this.#end(fields)
  }

  #end(fields: RunFields): void {
    this.#set(fields)
    this.#announce()
    if (this.#run.state === 'failed') this.#job.failed()
    else if (this.#run.stopReason === 'stopped' || this.#isClosing) this.#job.cancelled()
    else this.#job.done()
    this.#context.events.emit('projectChanged', { project: this.project })
  }

  #storageFailed(error: unknown): void {
    this.#storageFailure ??= error
    void this.stop()
  }

  #takeTurn(): Promise<void> {
    return this.#turn.take(this.#run, this.#abort.signal, (waiting) => this.#wait(waiting))
  }

  #wait(waiting: boolean): void {
    this.change({ waiting })
    if (waiting) this.#job.update({ detail: 'Waiting for its turn' })
    void this.tellChanges()
  }

  #set(fields: RunFields): void {
    this.#run = { ...this.#run, ...fields }
    this.#watchers.changed()
    this.#part?.changed(this.#run)
  }

  /** Resolves once the condition holds, or the training has ended. */
  #until(condition: () => boolean): Promise<void> {
    return this.#watchers.until(() => condition() || !this.#isTraining)
  }

  #announce(): void {
    announce(this.#context.events, this.#job, this.project, this.#run, this.#pace)
  }
}
