interface Entry {
  value: unknown
  bytes: number
}

/** Keeps the values used last, up to a number of bytes. */
export class ChunkCache {
  readonly #entries = new Map<string, Entry>()
  readonly #capacity: number
  #used = 0

  constructor(capacityBytes: number) {
    this.#capacity = capacityBytes
  }

  /** The value under this key, made by `load` where it is not kept. `load` says how many bytes it takes. */
  get<T>(key: string, load: () => { value: T; bytes: number }): T {
    const kept = this.#entries.get(key)
    if (kept !== undefined) {
      // A Map keeps the order of insertion: the one used last goes to the end.
      this.#entries.delete(key)
      this.#entries.set(key, kept)
      return kept.value as T
    }
    const loaded = load()
    this.#entries.set(key, loaded)
    this.#used += loaded.bytes
    for (const [oldest, entry] of this.#entries) {
      if (this.#used <= this.#capacity || oldest === key) break
      this.#entries.delete(oldest)
      this.#used -= entry.bytes
    }
    return loaded.value
  }

  clear(): void {
    this.#entries.clear()
    this.#used = 0
  }
}
