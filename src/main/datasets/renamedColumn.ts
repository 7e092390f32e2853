import { basename } from 'node:path'
import { commonColumns, type CommonColumn } from '../../core/refresh/columns.ts'
import { isAlike, renamedColumn } from '../../core/refresh/renames.ts'
import type { Dataset, Renamed } from '../../shared/datasets.ts'
import type { JobContext } from '../jobs/jobs.ts'
import type { Storage } from '../storage/client.ts'
import { columnSettings, optionsOf } from './columnSettings.ts'
import { compareRows, type ComparingContext } from './compareRows.ts'

/** The column that has another name in the later version, if its values there are those it had. */
export async function findRenamed(
  context: ComparingContext,
  project: string,
  before: Dataset,
  after: Dataset,
  signal: JobContext['signal'],
): Promise<Renamed | null> {
  const renamed = renamedColumn(before, after)
  const { index } = after.columns.find(({ name }) => name === renamed?.after) ?? {}
  if (renamed === null || index === undefined) return null
  const column: CommonColumn = { name: renamed.after, before: index, after: index }
  const same = async (columns: CommonColumn[]) => {
    const wanted = { before: before.id, after: after.id, columns, key: null }
    return (await compareRows(context, project, wanted, signal, () => {})).counts.same
  }
  const teller = tellingColumn(before, after)
  const found = teller === null ? null : await same([teller])
  const agreeing = await same(teller === null ? [column] : [teller, column])
  return isAlike(Math.min(before.rows, after.rows), found, agreeing) ? renamed : null
}

/** The column of both versions that tells most rows apart. */
function tellingColumn(before: Dataset, after: Dataset): CommonColumn | null {
  const distinct = ({ before: old, after: now }: CommonColumn) =>
    Math.min(before.columns[old]?.distinct ?? 0, after.columns[now]?.distinct ?? 0)
  const [most] = commonColumns(before, after).toSorted((a, b) => distinct(b) - distinct(a))
  return most ?? null
}

/** Reads the column again as it was read under its former name, where a person had chosen that. */
export async function withFormerSettings(
  { storage, side, addon, pathOf }: ComparingContext & { storage: Storage },
  project: string,
  dataset: Dataset,
  { before, after }: Renamed,
): Promise<Dataset> {
  const { options } = dataset.source
  const settings = { ...columnSettings(options, before), ...columnSettings(options, after) }
  if (Object.keys(settings).length === 0) return dataset
  const path = pathOf(project)
  const wanted = { dataset: dataset.id, column: after, settings, addon: addon.href }
  const column = await side.use(path, basename(path), (call) => call('reparseColumn', wanted))
  return storage.call(project, 'replaceColumn', { dataset: dataset.id, column, choices: optionsOf(after, settings) })
}
