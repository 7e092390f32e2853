/** Rows that are left out of those that are used. */
export interface DroppedRows {
  reason: string
  count: number
  /** They are of the table that gives the test rows. */
  inTestTable?: true
}

/** Collects which rows are left out and why: in all, and by step. */
export interface LeftOutRows {
  readonly reasons: DroppedRows[]
  /** By the step's id, of both tables together. */
  readonly byStep: Map<string, number>
  /** Counts of nothing are passed over. */
  add: (left: DroppedRows, step?: string) => void
}

export function createLeftOutRows(): LeftOutRows {
  const reasons: DroppedRows[] = []
  const byStep = new Map<string, number>()
  return {
    reasons,
    byStep,
    add: (left, step) => {
      if (left.count === 0) return
      reasons.push(left)
      if (step !== undefined) byStep.set(step, (byStep.get(step) ?? 0) + left.count)
    },
  }
}

/**
 * Counts, at every call, the flags that were raised since the last one: those of the table's own rows, and those of the
 * rows that another table gives for the test.
 */
export function createFlagCounter(flags: Uint8Array, testFrom: number): () => { own: number; test: number } {
  let known = { own: 0, test: 0 }
  return () => {
    const now = { own: raised(flags.subarray(0, testFrom)), test: raised(flags.subarray(testFrom)) }
    const more = { own: now.own - known.own, test: now.test - known.test }
    known = now
    return more
  }
}

function raised(flags: Uint8Array): number {
  return flags.reduce((sum, flag) => sum + flag, 0)
}
