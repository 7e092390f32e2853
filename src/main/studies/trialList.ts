import type { StudyTrial } from '../../shared/studies.ts'
import type { Trial } from '../../shared/search.ts'
import type { ActiveRun } from '../runs/activeRun.ts'
import type { ScoreKeeper } from './scoreKeeper.ts'
import { searchedTrial } from './trials.ts'

/** A trial with what the study needs of it while it goes on. */
export interface Entry {
  trial: StudyTrial
  scores: ScoreKeeper
  live: ActiveRun | null
  /** How its training ended, while it is evaluated; a search learns from it by then. */
  trained: 'finished' | 'pruned' | null
}

/** The trials of a study that goes on, in the order of their numbers. */
export class TrialList {
  #entries: Entry[]
  /** Their numbers stay taken: they may come back. */
  #removed: Entry[] = []

  constructor(entries: Entry[]) {
    this.#entries = entries
  }

  get trials(): StudyTrial[] {
    return this.#entries.map(({ trial }) => trial)
  }

  get live(): ActiveRun[] {
    return this.#entries.flatMap(({ live }) => live ?? [])
  }

  /** As a search has to know them. */
  get history(): Trial[] {
    return this.#entries.map(({ trial, scores, trained }) =>
      searchedTrial(trained === null ? trial : { ...trial, state: trained }, scores.rungs),
    )
  }

  /** Those of before a restart that have not been gone on with. */
  get interrupted(): Entry[] {
    return this.#entries.filter(({ trial, live }) => trial.state === 'interrupted' && live === null)
  }

  add(entry: Entry): void {
    this.#entries.push(entry)
  }

  /** Its place in the history. */
  placeOf(entry: Entry): number {
    return this.#entries.indexOf(entry)
  }

  /** The first number that no trial has, from a number on. */
  freeNumber(from: number): number {
    const taken = new Set([...this.#entries, ...this.#removed].map(({ trial }) => trial.index))
    let index = from
    while (taken.has(index)) index++
    return index
  }

  /** How many there are, with those that were removed. */
  get begun(): number {
    return this.#entries.length + this.#removed.length
  }

  /** Runs that were removed are no trials any more. */
  remove(runs: ReadonlySet<string>): void {
    this.#part((run) => !runs.has(run))
  }

  /** Brings trials back whose removal was taken back. */
  restore(runs: ReadonlySet<string>): void {
    const kept = new Set(this.trials.map(({ run }) => run))
    this.#part((run) => kept.has(run) || runs.has(run))
  }

  #part(isKept: (run: string) => boolean): void {
    const all = [...this.#entries, ...this.#removed].sort((a, b) => a.trial.index - b.trial.index)
    this.#entries = all.filter(({ trial }) => isKept(trial.run))
    this.#removed = all.filter(({ trial }) => !isKept(trial.run))
  }
}
