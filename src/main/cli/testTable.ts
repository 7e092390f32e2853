import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { basename, extname, resolve } from 'node:path'
import { importOptionsSchema } from '../../shared/datasets.ts'
import type { Dataset, ImportOptions } from '../../shared/datasets.ts'
import { optionsAsTrained } from '../datasets/asTrained.ts'
import { loadReaders } from '../datasets/native.ts'
import { typeAlike } from '../datasets/typedAlike.ts'
import { newId } from '../ids.ts'
import type { CommandContext } from './main.ts'
import { openReader } from './reader.ts'
import { cancellable, registerFile } from './session.ts'
import type { Session } from './session.ts'
import type { TrainSource } from './trainRecipe.ts'

/**
 * The table of a file for the test, in the project of the table that is trained on, with its columns read as there; a
 * file that writes its numbers or dates otherwise is read as it shows. The same file is taken once, however often it
 * tests. Errors: `unusable-input` where it cannot be read.
 */
export async function testTableOf(
  { application }: Session,
  { place, interrupt }: CommandContext,
  { project, dataset }: TrainSource,
  path: string,
): Promise<Dataset> {
  const { handlers } = application
  const { file, fileName } = await registerFile(application, path)
  const options = await readingOptions(place.entries, dataset, resolve(path))
  const known = await sameTable(handlers, project, dataset, await sha256Of(resolve(path)), options)
  if (known !== null) return known
  const job = newId()
  const name = `${basename(fileName, extname(fileName))} (test)`
  return cancellable(application, interrupt.signal, job, () =>
    handlers['datasets.import']({ project, job, file, name, options }),
  )
}

type Handlers = Session['application']['handlers']

/** Kinds and missing markers are those of the training's table; formats are those that its first rows show to be alike. */
async function readingOptions(
  entries: CommandContext['place']['entries'],
  { columns, source }: Dataset,
  path: string,
): Promise<ImportOptions> {
  const reader = await openReader(entries)
  const readers = loadReaders(entries.addon)
  try {
    const wanted = columns.map(({ name }) => name)
    const asked = { path, fileName: basename(path), options: {}, wanted, trained: source }
    const options = await optionsAsTrained(reader, asked)
    const inspection = await reader.inspect(path, basename(path), options)
    const read: Required<Pick<ImportOptions, 'kinds' | 'missingMarkers' | 'numberFormats' | 'dateOrders'>> = {
      kinds: {},
      missingMarkers: {},
      numberFormats: {},
      dateOrders: {},
    }
    for (const { missingMarkers: found, ...column } of columns) {
      const { name, kind } = column
      const at = inspection.columns.findIndex((other) => other.name === name)
      if (at < 0) continue
      const missingMarkers = found.map(({ marker }) => marker)
      const texts = inspection.rows.map((row) => row[at] ?? '')
      const { reading } = typeAlike(readers, { ...column, missingMarkers }, texts)
      read.kinds[name] = kind
      read.missingMarkers[name] = missingMarkers
      if (kind === 'number') read.numberFormats[name] = reading.numberFormat
      if (kind === 'date') read.dateOrders[name] = reading.dateOrder
    }
    return importOptionsSchema.parse({ ...options, ...read })
  } finally {
    reader.close()
  }
}

/** A table of the project that was read from the same bytes in the same way. */
async function sameTable(
  handlers: Handlers,
  project: string,
  { id }: Dataset,
  sha256: string,
  options: ImportOptions,
): Promise<Dataset | null> {
  const { datasets } = await handlers['projects.get']({ project })
  for (const brief of datasets) {
    if (brief.id === id) continue
    const dataset = await handlers['datasets.get']({ project, dataset: brief.id })
    const { source } = dataset
    if (source.sha256 === sha256 && JSON.stringify(source.options) === JSON.stringify(options)) return dataset
  }
  return null
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer)
  return hash.digest('hex')
}
