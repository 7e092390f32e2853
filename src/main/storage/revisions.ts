import { randomBytes } from 'node:crypto'

/**
 * Counts the changes of a project's runs while it is open, so that a reader need only be told of those since its last
 * question. Where another program writes the file nothing is known of its changes: every run may have changed.
 */
export class Revisions {
  readonly #session = randomBytes(6).toString('hex')
  readonly #isWriter: boolean
  readonly #ofRun = new Map<string, number>()
  #newest = 0
  /** The last change that may concern every run. */
  #ofAll = 0

  constructor(isWriter: boolean) {
    this.#isWriter = isWriter
  }

  get current(): string {
    return `${this.#session}.${this.#newest}`
  }

  changed(run: string): void {
    this.#ofRun.set(run, ++this.#newest)
  }

  allChanged(): void {
    this.#ofAll = ++this.#newest
  }

  /** The ids of the runs that changed since a revision; null: any may have. */
  since(revision: string): ReadonlySet<string> | null {
    if (!this.#isWriter) return null
    const [session, count] = revision.split('.')
    const known = Number(count)
    if (session !== this.#session || !(known >= this.#ofAll)) return null
    return new Set([...this.#ofRun].filter(([, at]) => at > known).map(([run]) => run))
  }
}
