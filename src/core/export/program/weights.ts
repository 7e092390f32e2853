/** Reads flat weights from front to back. */
export class WeightReader {
  readonly #weights: Float32Array
  #at = 0

  constructor(weights: Float32Array) {
    this.#weights = weights
  }

  take(count: number): Float32Array {
    const taken = this.#weights.subarray(this.#at, this.#at + count)
    this.#at += count
    return taken
  }

  /** Throws a RangeError unless all weights, and no more, were taken. */
  end(): void {
    if (this.#at === this.#weights.length) return
    throw new RangeError(`The network has ${this.#at} parameters, and ${this.#weights.length} were given.`)
  }
}
