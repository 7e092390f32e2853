import type { CallOutput } from '../../shared/contract.ts'
import type { Dataset, ImportOptions } from '../../shared/datasets.ts'
import type { Storage } from '../storage/client.ts'
import type { Reader } from './reader/types.ts'

/**
 * The options of the newest dataset that was imported from a file of this name, or else of one with these columns.
 * Null where there is none, or where nothing was chosen for it.
 */
export async function formerOptions(
  { storage, reader }: { storage: Storage; reader: Reader },
  project: string,
  { path, fileName }: { path: string; fileName: string },
): Promise<CallOutput<'datasets.formerOptions'>> {
  const { datasets: briefs } = await storage.call(project, 'readProject', {})
  const newestFirst = briefs.toSorted((a, b) => b.created.localeCompare(a.created))
  const datasets: Dataset[] = []
  for (const { id } of newestFirst) datasets.push(await storage.call(project, 'readDataset', { dataset: id }))
  const named = datasets.find(({ source }) => source.fileName === fileName)
  const found = named ?? (await ofSameColumns(reader, datasets, path, fileName))
  if (found === undefined || !hasChoices(found.source.options)) return null
  return { dataset: found.id, name: found.name, options: found.source.options, sameName: found === named }
}

async function ofSameColumns(
  reader: Reader,
  datasets: readonly Dataset[],
  path: string,
  fileName: string,
): Promise<Dataset | undefined> {
  const chosen = datasets.filter(({ source }) => hasChoices(source.options))
  for (const dataset of chosen) {
    // Read as that one was: other options might split the same file into other columns.
    const inspection = await reader.inspect(path, fileName, dataset.source.options).catch(() => null)
    const names = inspection?.columns.map(({ name }) => name).join('\n')
    if (names === dataset.columns.map(({ name }) => name).join('\n')) return dataset
  }
  return undefined
}

function hasChoices(options: ImportOptions): boolean {
  return Object.values(options).some((value) => typeof value !== 'object' || Object.keys(value).length > 0)
}
