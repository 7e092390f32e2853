import type { Dataset } from '../../shared/datasets.ts'
import { DescentError, toFailure } from '../../shared/errors.ts'
import type { Failure } from '../../shared/errors.ts'
import type { Run } from '../../shared/runs.ts'
import type { Study, StudyState, StudyTrial } from '../../shared/studies.ts'
import type { ComputeClient } from '../compute/client.ts'
import { goesOn } from '../../core/search/halving.ts'
import type { ActiveRun } from '../runs/activeRun.ts'
import type { RunPart } from '../runs/runContext.ts'
import { newRun } from '../runs/newRun.ts'
import type { DataPreparer } from '../runs/preparer.ts'
import type { EventSink, JobStarter } from '../runs/ports.ts'
import type { TrainingQueue, Turn } from '../runs/queue.ts'
import type { RunsService } from '../runs/service.ts'
import type { StoredStudy, StudyStorage } from './ports.ts'
import { Announcer } from './announcer.ts'
import { StudyClock } from './clock.ts'
import { stateAfter, type Ending } from './ending.ts'
import { Gate } from './gate.ts'
import { trainInTurn, type TrainedTrial } from './lane.ts'
import { ScoreKeeper } from './scoreKeeper.ts'
import { planTrial, trialName, type PlannedTrial } from './trialPlan.ts'
import { TrialList, type Entry } from './trialList.ts'
import { bestTrial, summarized, trialOfRun } from './trials.ts'

export interface StudyContext {
  storage: StudyStorage
  runs: RunsService
  preparer: DataPreparer
  compute: ComputeClient
  queue: TrainingQueue
  jobs: JobStarter
  events: EventSink
  /** Of the machine. */
  cores: number
}

/** A trial that is to be begun, or why it cannot be. */
interface NextTrial {
  entry: Entry
  run: Run
  failure: Failure | undefined
}

/** Trials of a search that fail before any other has trained for an epoch, until the search is given up. */
const MANY_FAILURES = 5
/** Failures that the next trial would meet, too. */
const lasting: readonly Failure['kind'][] = ['disk-full', 'busy', 'damaged']

/**
 * One study from its start, or its resumption, to its end. As many lanes as trials may train at the same time each take
 * a core, decide on the next trial, train it and take the core's turn again, so that other runs come in between; what a
 * trial takes beyond its training goes on beside the next one. All
 * that has to be known to go on after a restart stands in the runs.
 */
export class ActiveStudy {
  readonly project: string
  /** Resolves when all lanes have ended and the study is stored; never rejects. */
  readonly ended: Promise<void>
  readonly #context: StudyContext
  readonly #dataset: Dataset
  readonly #clock: StudyClock
  readonly #list: TrialList
  readonly #gate = new Gate()
  readonly #announcer: Announcer
  #study: StoredStudy
  /** Why it takes no more trials. */
  #ending: Ending | null = null
  #isExhausted = false
  /** Trials that pause as the study does, until they have. */
  readonly #held = new WeakMap<ActiveRun, Promise<void>>()
  /** The trial that is being planned: each is planned with those before it. */
  #planning: Promise<unknown> = Promise.resolve()
  #lastFailure: Failure | null = null

  /** @param entries trials of before, in the order of their numbers */
  constructor(context: StudyContext, project: string, study: StoredStudy, dataset: Dataset, entries: Entry[]) {
    this.#context = context
    this.project = project
    this.#study = study
    this.#dataset = dataset
    this.#list = new TrialList(entries)
    this.#announcer = new Announcer(context, project, study, () => void this.stop())
    const limit = study.plan.kind === 'search' ? study.plan.settings.timeSeconds : null
    this.#clock = new StudyClock(study.seconds, limit, () => this.#timeIsUp())
    this.#clock.run()
    this.ended = this.#train()
  }

  get study(): Study {
    return summarized({ ...this.#study, seconds: this.#clock.seconds }, this.trials)
  }

  get trials(): StudyTrial[] {
    return this.#list.trials
  }

  async change(fields: Partial<Pick<StoredStudy, 'name'>>): Promise<void> {
    await this.#store(fields)
    this.#announce(true)
  }

  /** Takes no new trial and pauses those that train. */
  async pause(): Promise<void> {
    if (this.#study.state !== 'running') throw new DescentError('usage', 'Only a study that goes on can be paused.')
    this.#gate.close()
    await this.#move('paused')
    const running = this.#list.live.filter(({ run }) => run.state === 'running')
    await Promise.all(running.map((run) => this.#hold(run)))
    this.#announce(true)
  }

  async resume(): Promise<void> {
    if (this.#study.state !== 'paused') throw new DescentError('usage', 'This study is not paused.')
    await this.#move('running')
    this.#gate.open()
    // Each takes its turn again as cores come free; one that is about to pause does so first.
    for (const run of this.#list.live) void this.#goOn(run).catch(() => {})
  }

  async #hold(run: ActiveRun): Promise<void> {
    const held = run.pause().catch(() => {})
    this.#held.set(run, held)
    await held
  }

  async #goOn(run: ActiveRun): Promise<void> {
    await this.#held.get(run)
    if (this.#study.state === 'running' && run.run.state === 'paused') await run.resume()
  }

  /** Ends the study; the trials that train are stopped, too, and keep their best weights. */
  async stop(): Promise<void> {
    this.#end('stopped')
    await Promise.all(this.#list.live.map((run) => run.stop()))
    await this.ended
  }

  /** The project is closed: leaves the study and its trials as interrupted. */
  async close(): Promise<void> {
    this.#end('closing')
    await Promise.all(this.#list.live.map((run) => run.close()))
    await this.ended
  }

  /** Runs that were removed are no part of it any more. */
  remove(runs: ReadonlySet<string>): void {
    this.#list.remove(runs)
    this.#announce()
  }

  /** Brings trials back whose removal was taken back. */
  restore(runs: ReadonlySet<string>): void {
    this.#list.restore(runs)
    this.#announce()
  }

  #end(reason: Ending): void {
    this.#ending ??= reason
    this.#gate.shut()
  }

  #timeIsUp(): void {
    this.#end('timeLimit')
    for (const run of this.#list.live) void run.breakOff('timeLimit')
  }

  async #train(): Promise<void> {
    const giveUp = (error: unknown) => this.#giveUp(toFailure(error))
    const isPrepared = await this.#prepare().then(() => true, giveUp)
    if (isPrepared === true) {
      await Promise.all(
        Array.from({ length: this.#parallel() }, () => trainInTurn(() => this.#nextTrained()).catch(giveUp)),
      )
    }
    if (this.#ending === 'timeLimit' || this.#ending === 'stopped') await this.#endInterrupted()
    const hasResult = this.trials.some(({ state }) => state !== 'failed')
    if (!hasResult && this.#lastFailure !== null) this.#giveUp(this.#lastFailure)
    const state = this.#ending === null ? 'finished' : stateAfter[this.#ending]
    await this.#move(state).catch(() => {})
    this.#announcer.end(state)
    this.#announce(true)
  }

  #parallel(): number {
    const { plan } = this.#study
    const wanted = plan.kind === 'search' ? plan.settings.parallel : (plan.parallel ?? this.#context.cores)
    return Math.min(wanted, this.#context.cores, this.#study.planned)
  }

  /** What none of the trials could do without fails here, once. */
  async #prepare(): Promise<void> {
    const { recipe, config, plan } = this.#study
    const { data } = await this.#context.preparer.prepare(this.project, this.#dataset, recipe, config.network, {
      fold: plan.kind === 'folds' ? 0 : undefined,
      signal: this.#gate.ended,
      onProgress: (fraction) => this.#announcer.prepare(fraction),
    })
    if (data.rows.validation.length > 0) return
    throw new DescentError('usage', 'There are no validation rows to score the trials by.', {
      hint: 'Give the split of the recipe a share of rows for validation.',
    })
  }

  /** Trains the next trial; null where there is none any more. */
  async #nextTrained(): Promise<TrainedTrial | null> {
    const turn = await this.#takeTurn()
    if (turn === null) return null
    if (this.#gate.ended.aborted) {
      turn.release()
      return null
    }
    const [entry] = this.#list.interrupted
    return entry === undefined ? this.#beginTrial(turn) : this.#resumeTrial(entry, turn)
  }

  /** Waits for a core; null where no trial is to be begun any more. */
  async #takeTurn(): Promise<Turn | null> {
    while (await this.#gate.passed()) {
      if (!this.#wantsMore() && this.#list.interrupted.length === 0) return null
      const { queue } = this.#context
      const turn = await queue.acquire({ slots: 1, signal: this.#gate.signal }).catch(() => null)
      if (turn !== null) return turn
    }
    return null
  }

  #wantsMore(): boolean {
    return !this.#isExhausted && this.#nextIndex() < this.#study.planned
  }

  /** The first number that no trial has: of repeats and folds one may have been removed. */
  #nextIndex(): number {
    return this.#list.freeNumber(this.#study.plan.kind === 'search' ? this.#list.begun : 0)
  }

  /** Null where there was none to begin. */
  async #beginTrial(turn: Turn): Promise<TrainedTrial | null> {
    const planned = await this.#nextTrial().catch((error: unknown) => {
      turn.release()
      throw error
    })
    if (planned === null) {
      turn.release()
      return null
    }
    const { storage, runs } = this.#context
    const { entry, run, failure } = planned
    if (failure !== undefined) {
      turn.release()
      const failed: Run = { ...run, state: 'failed', failure }
      await storage.createRun(this.project, failed)
      this.#changed(entry, failed)
      this.#judge(failed)
      return { rest: Promise.resolve() }
    }
    return this.#untilTrained(entry, turn, (part) => runs.begin(this.project, run, this.#dataset, part))
  }

  #nextTrial(): Promise<NextTrial | null> {
    const next = this.#planning.then(async () => {
      const planned = this.#wantsMore() ? await this.#plan() : null
      if (planned === null) return null
      this.#list.add(planned.entry)
      return planned
    })
    this.#planning = next.catch(() => {})
    return next
  }

  async #plan(): Promise<NextTrial | null> {
    const index = this.#nextIndex()
    const { plan, config, metric } = this.#study
    const study = { plan, config, metric }
    const planned =
      plan.kind === 'search'
        ? await this.#context.compute.ask(
            'planTrial',
            { study, index, history: this.#list.history },
            { signal: this.#gate.ended },
          )
        : planTrial(study, index, [])
    this.#isExhausted = planned === null
    return planned === null ? null : this.#newTrial(planned, index)
  }

  #newTrial({ config, fold, point, failure }: PlannedTrial, index: number): NextTrial {
    const run = newRun(this.#dataset, {
      name: trialName(this.#study, index),
      recipe: this.#study.recipe,
      config,
      ...(fold === undefined ? {} : { fold }),
      study: { id: this.#study.id, index, ...(point === undefined ? {} : { point }) },
    })
    const scores = new ScoreKeeper(this.#study, config)
    return { entry: { trial: trialOfRun(run, index), scores, live: null, trained: null }, run, failure }
  }

  /** Those that were under way before a restart and did not come to their turn keep what they reached, too. */
  async #endInterrupted(): Promise<void> {
    const { runs } = this.#context
    for (const entry of this.#list.interrupted) {
      const stopped = runs.handlers['runs.stop']({ project: this.project, run: entry.trial.run })
      await stopped.then(
        (run) => this.#changed(entry, run),
        () => {},
      )
    }
  }

  #resumeTrial(entry: Entry, turn: Turn): Promise<TrainedTrial> {
    const { runs } = this.#context
    const { run: id } = entry.trial
    // Another lane must not take it, too.
    entry.trial = { ...entry.trial, state: 'waiting' }
    return this.#untilTrained(entry, turn, (part) => runs.resume(this.project, id, part))
  }

  async #untilTrained(entry: Entry, turn: Turn, begin: (part: RunPart) => Promise<ActiveRun>): Promise<TrainedTrial> {
    const part: RunPart = {
      turn,
      changed: (run) => this.#changed(entry, run),
      recorded: (records) => this.#recorded(entry, records),
    }
    const live = await begin(part).catch((error: unknown) => {
      turn.release()
      throw error
    })
    entry.live = live
    // The study may have ended while the run was being stored.
    if (this.#ending === 'closing') await live.close()
    else if (this.#ending === 'timeLimit') await live.breakOff('timeLimit')
    else if (this.#ending !== null) await live.stop()
    const rest = this.#untilEnded(entry, live)
    entry.trained = await live.trained
    // Whether the study goes on at all may depend on one that failed.
    if (entry.trained === null) await rest
    return { rest }
  }

  async #untilEnded(entry: Entry, live: ActiveRun): Promise<void> {
    await live.ended
    entry.live = null
    entry.trained = null
    this.#changed(entry, live.run)
    this.#judge(live.run)
    if (this.#ending === null) await this.#store({})
  }

  #changed(entry: Entry, run: Run): void {
    entry.trial = trialOfRun(run, entry.trial.index)
    // It was being prepared, or waited for its turn, when the study was paused.
    if (run.state === 'running' && this.#study.state === 'paused' && entry.live !== null) void this.#hold(entry.live)
    this.#announce()
  }

  #recorded(entry: Entry, records: Float64Array): void {
    const { scores, live } = entry
    const reached = scores.add(records)
    if (live === null) return
    const { study } = live.run
    if (study !== undefined && scores.score !== study.score) live.change({ study: { ...study, score: scores.score } })
    const { plan } = this.#study
    if (plan.kind !== 'search') return
    const trial = this.#list.placeOf(entry)
    const isBehind = reached.some((rung) => !goesOn(plan.settings, this.#list.history, { trial, ...rung }))
    if (isBehind) void live.breakOff('pruned')
  }

  /** Gives the study up where a trial failed and the others would, too. */
  #judge({ state, failure }: Run): void {
    if (state !== 'failed' || failure === null) return
    this.#lastFailure = failure
    const failed = this.trials.filter((trial) => trial.state === 'failed').length
    const isHopeless = this.trials.every(({ epochs }) => epochs === 0)
    const limit = this.#study.plan.kind === 'search' ? Math.min(MANY_FAILURES, this.#study.planned) : 1
    if (lasting.includes(failure.kind) || (isHopeless && failed >= limit)) this.#giveUp(failure)
  }

  #giveUp(failure: Failure): void {
    if (this.#ending !== null) return
    this.#study = { ...this.#study, failure }
    this.#end('failed')
    for (const run of this.#list.live) void run.stop()
  }

  /** Stores a state with the time until now. */
  async #move(state: StudyState): Promise<void> {
    if (state === 'running') this.#clock.run()
    else this.#clock.halt()
    this.#study = { ...this.#study, state }
    this.#announce(true)
    await this.#write()
  }

  async #store(fields: Partial<Omit<StoredStudy, 'id'>>): Promise<void> {
    this.#study = { ...this.#study, ...fields }
    await this.#write()
  }

  #write(): Promise<void> {
    const { id, ...fields } = { ...this.#study, seconds: this.#clock.seconds }
    return this.#context.storage.commitStudy(this.project, id, fields)
  }

  /** @param isTurn whether everybody has to look at the project at once */
  #announce(isTurn = false): void {
    const best = bestTrial(this.#study, this.trials)
    this.#announcer.tell(this.study, this.trials, best, isTurn)
  }
}
