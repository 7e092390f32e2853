/** Answers kept: a person goes to and fro between columns and rows. */
const KEPT = 40

/** The answers that were asked for last. What fails is asked again. */
export class RecentAnswers<Answer> {
  /** The last one used stands last. */
  readonly #known = new Map<string, Answer>()

  async get(key: string, make: () => Promise<Answer>): Promise<Answer> {
    const answer = this.#known.get(key) ?? (await make())
    this.#known.delete(key)
    this.#known.set(key, answer)
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= KEPT) break
      this.#known.delete(oldest)
    }
    return answer
  }
}
