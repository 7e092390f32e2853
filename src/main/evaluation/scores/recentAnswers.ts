/** The answers given last, by what was asked; who asks meanwhile waits for the same, and one that fails is asked for again. */
export class RecentAnswers<Answer> {
  readonly #known = new Map<string, Promise<Answer>>()
  readonly #most: number

  constructor(most: number) {
    this.#most = most
  }

  get(key: string, make: () => Promise<Answer>): Promise<Answer> {
    const answer = this.#known.get(key) ?? make()
    this.#known.delete(key)
    this.#known.set(key, answer)
    answer.catch(() => {
      if (this.#known.get(key) === answer) this.#known.delete(key)
    })
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= this.#most) break
      this.#known.delete(oldest)
    }
    return answer
  }
}
