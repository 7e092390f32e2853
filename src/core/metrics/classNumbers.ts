/** What the numbers by class are: scores only rank the classes. */
export type ClassNumbers = 'probabilities' | 'scores'

/** Probabilities are kept at least this far from 0 (and 1), so that one sure mistake costs no infinity. */
export const leastProbability = 1e-15
