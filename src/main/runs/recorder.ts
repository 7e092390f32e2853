import type { Run } from '../../shared/runs.ts'
import { appendRecords } from '../../core/series/records.ts'
import type { RunChanges, RunStorage } from './ports.ts'

/** A flush at least this often while there is something to store, in milliseconds. */
const FLUSH_EVERY = 400
/** Checkpoints larger than this a second are stored less often than they are made. */
const CHECKPOINT_BYTES_PER_SECOND = 8e6

/**
 * Gathers what a training leaves behind and stores it in transactions, one at a time and at least every half second.
 * What arrives while a transaction is under way waits for the next one, so that nothing grows without bound.
 */
export class RunRecorder {
  readonly #storage: RunStorage
  readonly #project: string
  readonly #run: string
  readonly #width: () => number
  readonly #onFailure: (error: unknown) => void
  #pending: RunChanges = {}
  #timer: NodeJS.Timeout | null = null
  #writing: Promise<void> | null = null
  #failed = false
  #nextCheckpointAt = 0
  /** Who waits for the next checkpoint to be stored. */
  #asked: (() => void)[] = []

  /** @param of the run; `width` says of how many numbers its records are */
  constructor(
    storage: RunStorage,
    of: { project: string; run: string; width: () => number },
    onFailure: (error: unknown) => void,
  ) {
    this.#storage = storage
    this.#project = of.project
    this.#run = of.run
    this.#width = of.width
    this.#onFailure = onFailure
  }

  add(changes: RunChanges): void {
    const { fields, records, truncateFrom, kept, ...rest } = changes
    const pending = this.#pending
    Object.assign(pending, rest)
    if (fields !== undefined) pending.fields = { ...pending.fields, ...fields }
    if (truncateFrom !== undefined) {
      pending.truncateFrom = Math.min(pending.truncateFrom ?? Infinity, truncateFrom)
      pending.kept = pending.kept?.filter(({ epoch }) => epoch < truncateFrom)
    }
    if (kept !== undefined) pending.kept = [...(pending.kept ?? []), ...kept]
    if (records !== undefined) {
      pending.records = appendRecords(pending.records ?? new Float64Array(0), records, this.#width())
    }
    this.#timer ??= setTimeout(() => {
      this.#timer = null
      void this.#write().catch(this.#onFailure)
    }, FLUSH_EVERY)
  }

  /**
   * Whether a checkpoint of this size should be stored now: large ones are thinned so that the disk keeps up, unless
   * somebody waits for one.
   */
  wantsCheckpoint(bytes: number, now: number): boolean {
    if (now < this.#nextCheckpointAt && this.#asked.length === 0) return false
    this.#nextCheckpointAt = now + (bytes / CHECKPOINT_BYTES_PER_SECOND) * 1000
    return true
  }

  /** Resolves when a checkpoint that comes after this is stored. */
  nextCheckpoint(): Promise<void> {
    return new Promise((resolve) => this.#asked.push(resolve))
  }

  /** A checkpoint has been added: it is stored at once where somebody waits for it. */
  async checkpointAdded(): Promise<void> {
    if (this.#asked.length === 0) return
    const asked = this.#asked
    this.#asked = []
    await this.flush()
    for (const resolve of asked) resolve()
  }

  /** Stores everything that is pending, with `changes`. */
  async flush(changes: RunChanges = {}): Promise<void> {
    this.add(changes)
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    await this.#write()
  }

  async #write(): Promise<void> {
    while (this.#writing !== null) await this.#writing
    if (this.#failed || Object.keys(this.#pending).length === 0) return
    const changes = this.#pending
    this.#pending = {}
    const writing = this.#storage.commitRun(this.#project, this.#run, changes)
    this.#writing = writing.then(
      () => {
        this.#writing = null
      },
      () => {
        this.#failed = true
        this.#writing = null
      },
    )
    await writing
  }
}

/** Fields of a run that change while it trains. */
export type RunFields = Partial<Omit<Run, 'id'>>
