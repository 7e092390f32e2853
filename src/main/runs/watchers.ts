/** Who waits for something to become so, looked at again with every change. */
export class Watchers {
  #watchers: (() => void)[] = []

  changed(): void {
    for (const watcher of this.#watchers) watcher()
  }

  /** Resolves once the condition holds; at once where it does. */
  until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const watcher = () => {
        if (!condition()) return
        this.#watchers = this.#watchers.filter((other) => other !== watcher)
        resolve()
      }
      this.#watchers.push(watcher)
      watcher()
    })
  }
}
