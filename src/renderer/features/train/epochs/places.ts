/** Up to this epoch all are kept, and as many of each doubling from there on. */
const A_DOUBLING = 16

/** The kept epoch that is nearest to one, of two the earlier; 0 where none is kept. */
export function closestEpoch(epochs: readonly number[], wanted: number): number {
  let best = epochs[0] ?? 0
  for (const epoch of epochs) if (Math.abs(epoch - wanted) < Math.abs(best - wanted)) best = epoch
  return best
}

/**
 * Where an epoch stands on the scrubber: from one kept epoch to the next it is always 1, however far the run will go, so
 * that none moves when others come.
 */
export function placeOf(epoch: number): number {
  if (epoch <= A_DOUBLING) return epoch
  const doublings = Math.floor(Math.log2(epoch / A_DOUBLING))
  return A_DOUBLING * doublings + epoch / 2 ** doublings
}

/** The epoch of a place, as `placeOf` gives it. */
export function epochAt(epochs: readonly number[], place: number): number {
  let best = epochs[0] ?? 0
  for (const epoch of epochs) if (Math.abs(placeOf(epoch) - place) < Math.abs(placeOf(best) - place)) best = epoch
  return best
}
