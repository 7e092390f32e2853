/** A score as it is stored and shown: null where it is not defined. */
export function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
