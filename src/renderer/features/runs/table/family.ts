import type { Run } from '../../../../shared/runs.ts'

/** Where a run stands in the tree of runs. */
export interface RunFamily {
  /** The run that it branched from, after an epoch; null for one that began with new weights. `run`: null where it was removed. */
  parent: { run: Run | null; epoch: number } | null
  /** What branched from it, oldest first. */
  children: readonly Run[]
}

/** The runs that branched from another or were branched from, by their ids. */
export function familiesOf(runs: readonly Run[]): ReadonlyMap<string, RunFamily> {
  const known = new Map(runs.map((run) => [run.id, run]))
  const branches = Map.groupBy(
    runs.filter(({ parent }) => parent !== undefined),
    ({ parent }) => parent?.run,
  )
  const families = new Map<string, RunFamily>()
  for (const { id, parent } of runs) {
    const children = branches.get(id) ?? []
    if (parent === undefined && children.length === 0) continue
    families.set(id, {
      parent: parent === undefined ? null : { run: known.get(parent.run) ?? null, epoch: parent.epoch },
      children: children.toSorted((a, b) => a.created.localeCompare(b.created)),
    })
  }
  return families
}

/** The run that the whole tree of a run began with, as far as it is there; null for one that stands alone. */
export function rootOf(run: Run, families: ReadonlyMap<string, RunFamily>): Run | null {
  if (!families.has(run.id)) return null
  let root = run
  for (;;) {
    const parent = families.get(root.id)?.parent?.run ?? null
    if (parent === null) return root
    root = parent
  }
}
