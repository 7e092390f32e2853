/** The kept epoch that is nearest to one, of two the earlier; 0 where none is kept. */
export function closestEpoch(epochs: readonly number[], wanted: number): number {
  let best = epochs[0] ?? 0
  for (const epoch of epochs) if (Math.abs(epoch - wanted) < Math.abs(best - wanted)) best = epoch
  return best
}
