import { DescentError } from '../../shared/errors.ts'
import { Turns } from '../jobs/turns.ts'

const ATTEMPTS = 3

/**
 * Work whose parts the compute worker gathers, one at a time. The worker may be ended meanwhile, by another job that is
 * cancelled, and lose them: then they are gathered anew.
 */
export class Gathering {
  readonly #turns = new Turns()

  /**
   * @param gather gives null where parts were lost
   * Errors: those of `gather`; `cancelled` where parts were lost time after time.
   */
  async run<T>(signal: AbortSignal, gather: () => Promise<T | null>): Promise<T> {
    return this.#turns.take(signal, async () => {
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const found = await gather()
        if (found !== null) return found
      }
      throw new DescentError('cancelled', 'The work was interrupted by others.', { hint: 'Start it again.' })
    })
  }
}
