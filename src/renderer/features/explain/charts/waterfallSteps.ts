import { plural } from '../../../../core/words/format.ts'

export interface Contribution {
  column: string
  value: string
  contribution: number
  error: number
}

export interface WaterfallStep {
  label: string
  value: string
  from: number
  to: number
  error: number
}

/** Columns shown by themselves; what the others add is one step. */
const mostSteps = 14

/** The steps from a base to a prediction, the greatest first; those too small to be seen apart together, last. */
export function waterfallSteps(base: number, contributions: readonly Contribution[]): WaterfallStep[] {
  const sorted = contributions.toSorted((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution))
  const shown = sorted.length > mostSteps ? sorted.slice(0, mostSteps - 1) : sorted
  const rest = sorted.slice(shown.length)
  const together: Contribution = {
    column: plural(rest.length, 'other column'),
    value: '',
    contribution: rest.reduce((sum, { contribution }) => sum + contribution, 0),
    error: Math.hypot(...rest.map(({ error }) => error)),
  }
  let at = base
  return [...shown, ...(rest.length === 0 ? [] : [together])].map(({ column, value, contribution, error }) => {
    const from = at
    at += contribution
    return { label: column, value, from, to: at, error }
  })
}
