import { useRef } from 'react'
import type { Run } from '../../../../shared/runs.ts'

/** All of a run but what a person remarks on it. */
function apartFromRemarks(run: Run): string {
  return JSON.stringify({ ...run, starred: undefined, tags: undefined, notes: undefined })
}

/** The runs of now; those that differ from their like of before by remarks alone stay what they were, and so does the list. */
export function steadyRuns(before: readonly Run[], now: readonly Run[]): readonly Run[] {
  const known = new Map(before.map((run) => [run.id, run]))
  const steady = now.map((run) => {
    const old = known.get(run.id)
    if (old === undefined || old === run) return run
    return apartFromRemarks(old) === apartFromRemarks(run) ? old : run
  })
  return steady.length === before.length && steady.every((run, index) => run === before[index]) ? before : steady
}

/** The same runs as long as only stars, tags and notes change: pictures of many runs are not drawn again for these. */
export function useSteadyRuns(runs: readonly Run[]): readonly Run[] {
  const kept = useRef(runs)
  kept.current = steadyRuns(kept.current, runs)
  return kept.current
}
