/** A trial that has been trained: what is left to be done of it needs no core of its own. */
export interface TrainedTrial {
  /** Resolves when it has been evaluated and stored. */
  rest: Promise<void>
}

/**
 * Trains one trial after the other. The rest of a trial goes on beside the training of the next one, but of one trial at
 * a time: evaluations that take longer than trainings do not pile up.
 *
 * @param next trains a trial; null where there is none left
 * Resolves when all is done; rejects with what went wrong first.
 */
export async function trainInTurn(next: () => Promise<TrainedTrial | null>): Promise<void> {
  let rest: Promise<void> = Promise.resolve()
  try {
    for (let trained = await next(); trained !== null; trained = await next()) {
      // Told when it is waited for.
      trained.rest.catch(() => {})
      await rest
      rest = trained.rest
    }
  } finally {
    await rest
  }
}
