import type { DatasetBrief } from '../../shared/datasets.ts'
import type { Project } from '../../shared/projects.ts'
import type { Run } from '../../shared/runs.ts'

/** A dataset and the versions it has replaced, newest first. */
export function versionsUpTo(datasets: readonly DatasetBrief[], id: string): DatasetBrief[] {
  const chain = datasets.filter((dataset) => dataset.id === id)
  for (let newest = chain[0]; newest !== undefined;) {
    const replaced = newest.id
    const before = datasets.find((dataset) => dataset.replacedBy === replaced && !chain.includes(dataset))
    if (before !== undefined) chain.push(before)
    newest = before
  }
  return chain
}

/** The version of a dataset that no other has replaced. */
export function newestVersion(datasets: readonly DatasetBrief[], dataset: DatasetBrief): DatasetBrief {
  const next = datasets.find(({ id }) => id === dataset.replacedBy)
  return next === undefined || next.version <= dataset.version ? dataset : newestVersion(datasets, next)
}

/** Runs of a dataset and of the versions before it; all runs where there is no dataset. */
export function runsUpTo({ datasets, runs }: Project, dataset: DatasetBrief | null): Run[] {
  if (dataset === null) return [...runs]
  const versions = new Set(versionsUpTo(datasets, dataset.id).map(({ id }) => id))
  versions.add(dataset.id)
  return runs.filter((run) => versions.has(run.dataset))
}

/** Says that a run was trained on a version of its table that another has replaced; null where that is not so. */
export function outdatedText({ datasets }: Project, run: Run): string | null {
  const trained = datasets.find(({ id }) => id === run.dataset)
  if (trained === undefined || trained.replacedBy === null) return null
  const newest = newestVersion(datasets, trained)
  return newest === trained
    ? null
    : `trained on version ${trained.version} of the table, which is now version ${newest.version}`
}

/** The name of the table a run was trained on, with its version where there are several: “sales, version 1”. */
export function versionedName({ datasets }: Project, run: Run): string {
  const trained = datasets.find(({ id }) => id === run.dataset)
  const several = trained !== undefined && (trained.version > 1 || trained.replacedBy !== null)
  return several ? `${run.datasetName}, version ${trained.version}` : run.datasetName
}
