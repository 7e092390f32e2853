import { fromFailure } from '../../../../shared/errors.ts'
import { callHost, type StudioHost } from '../../../app/data.tsx'
import { tableExtensions } from '../import/intake.ts'

export interface RefreshFile {
  file: string
  fileName: string
}

/** The file a person picks to refresh a dataset from; null where they cancel. */
export async function pickRefreshFile(host: StudioHost): Promise<RefreshFile | null> {
  const picked = await host.pickFile(tableExtensions)
  if (!picked.ok) throw fromFailure(picked.error)
  return picked.value
}

/** The dataset's own file where the host still finds it, else one that the person picks. */
export async function findRefreshFile(
  host: StudioHost,
  of: { project: string; dataset: string },
): Promise<RefreshFile | null> {
  return (await callHost(host, 'datasets.sourceFile', of)) ?? (await pickRefreshFile(host))
}
