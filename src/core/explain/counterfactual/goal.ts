/** What a changed row is to be predicted as. */
export type Goal =
  /** This class, by its index; null: any other than the row's own. */
  { kind: 'class'; wanted: number | null; own: number } | { kind: 'atLeast' | 'atMost'; value: number }

/**
 * How far a prediction is from the goal: 0 or less where it is met. Of classes the lead that the wanted one lacks, of numbers
 * the difference in the target's unit. Infinite where nothing is predicted.
 *
 * @param prediction probabilities of the classes, or one number
 */
export function missedBy(goal: Goal, prediction: ArrayLike<number>): number {
  if (Number.isNaN(prediction[0] ?? NaN)) return Infinity
  switch (goal.kind) {
    case 'atLeast':
      return goal.value - (prediction[0] ?? NaN)
    case 'atMost':
      return (prediction[0] ?? NaN) - goal.value
    case 'class':
      return classMissedBy(goal, prediction)
  }
}

export function isMet(goal: Goal, prediction: ArrayLike<number>): boolean {
  const missed = missedBy(goal, prediction)
  // Of equally probable classes the first is predicted.
  return goal.kind === 'class' ? missed < 0 : missed <= 0
}

function classMissedBy({ wanted, own }: Extract<Goal, { kind: 'class' }>, prediction: ArrayLike<number>): number {
  let [inside, outside] = [-Infinity, -Infinity]
  for (let k = 0; k < prediction.length; k++) {
    const value = prediction[k] ?? NaN
    const counts = wanted === null ? k !== own : k === wanted
    if (counts) inside = Math.max(inside, value)
    else outside = Math.max(outside, value)
  }
  return outside - inside
}
