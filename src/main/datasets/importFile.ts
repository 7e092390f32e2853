import { stat } from 'node:fs/promises'
import type { Dataset, ImportOptions } from '../../shared/datasets.ts'
import { DescentError } from '../../shared/errors.ts'
import { newId } from '../ids.ts'
import type { JobContext } from '../jobs/jobs.ts'
import type { Storage } from '../storage/client.ts'
import type { Reader } from './reader/types.ts'

export interface ImportRequest {
  project: string
  path: string
  fileName: string
  options: ImportOptions
  name: string
  /** The dataset that this one refreshes. */
  previous?: Dataset
}

/**
 * Reads a file into a project. Chunks are stored as they come, each its own transaction; the dataset is there when all
 * are, and stays invisible until it is taken where `staged` is asked for.
 */
export async function importFile(
  { storage, reader }: { storage: Storage; reader: Reader },
  { project, path, fileName, options, name, previous }: ImportRequest,
  { signal, progress }: JobContext,
  { staged }: { staged: boolean },
): Promise<Dataset> {
  const id = newId()
  const created = new Date().toISOString()
  await storage.call(project, 'beginDataset', { dataset: id, name, created })
  try {
    const { levels, irregularRows, ...read } = await reader.read(
      path,
      fileName,
      options,
      {
        async chunk({ column, chunk, part, bytes }) {
          await storage.call(project, 'insertChunks', { dataset: id, chunks: [{ column, chunk, part, bytes }] })
        },
        async origins(chunk, bytes) {
          await storage.call(project, 'insertOrigins', { dataset: id, chunk, bytes })
        },
        progress: (fraction, rows) => progress(fraction, `${rows.toLocaleString('en-US')} rows read`),
      },
      signal,
    )
    signal.throwIfAborted()
    const place =
      previous === undefined ? { version: 1, previous: null } : { version: previous.version + 1, previous: previous.id }
    const dataset: Dataset = { id, name, created, ...place, ...read }
    await storage.call(project, staged ? 'stageDataset' : 'finishDataset', { dataset, levels, irregularRows })
    return dataset
  } catch (error) {
    // On a full disk even this can fail; what is left is invisible and forgotten when the project is next opened.
    await storage.call(project, 'discardDataset', { dataset: id }).catch(() => {})
    throw error
  }
}

/**
 * What tells whether a file is still the one that was read: its size and the time of its last change. Taken before the
 * file is read, so that what changes meanwhile counts as a change. Errors: `not-found`.
 */
export async function fileStamp(path: string, fileName: string): Promise<string> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new DescentError('not-found', `The file ${fileName} is no longer there or cannot be reached.`, {
      hint: 'Check that it still exists and that you may read it, or choose another file.',
      where: { file: fileName },
      cause,
    })
  })
  return `${found.size} ${found.mtimeMs}`
}
