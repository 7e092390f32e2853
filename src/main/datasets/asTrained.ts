import type { Dataset, Dialect, ImportOptions } from '../../shared/datasets.ts'
import type { Reader } from './reader/types.ts'

/** How the file was read that a model learned from. */
export type TrainedSource = Pick<Dataset['source'], 'dialect' | 'sheet'>

interface Asked {
  path: string
  fileName: string
  /** What a person chose stays as it is. */
  options: ImportOptions
  /** The columns of the table that are looked for. */
  wanted: readonly string[]
  /** Null where it is not known. */
  trained: TrainedSource | null
}

/** What a table without a header gets for names. */
const givenName = /^column\d+$/

/**
 * Options for a file that is to have the columns of the training's table. It is read as it shows itself; where it then
 * lacks some of them, as the training's file was read, as far as that finds more: a short file tells little of itself.
 */
export async function optionsAsTrained(reader: Pick<Reader, 'inspect'>, asked: Asked): Promise<ImportOptions> {
  const { path, fileName, options, wanted, trained } = asked
  const found = async (more: ImportOptions): Promise<number> => {
    // What cannot be read at all is told of where it is read.
    const inspection = await reader.inspect(path, fileName, { ...options, ...more }).catch(() => null)
    const names = new Set(inspection?.columns.map(({ name }) => name))
    return wanted.filter((name) => names.has(name)).length
  }
  let best: ImportOptions = {}
  let most = await found(best)
  for (const more of decisions(wanted, trained)) {
    if (most === wanted.length) break
    const free = Object.fromEntries(Object.entries(more).filter(([name]) => !(name in options)))
    if (Object.keys(free).length === 0) continue
    const count = await found(free)
    if (count <= most) continue
    best = free
    most = count
  }
  return { ...options, ...best }
}

/** What was decided for the training, one thing alone first. */
function decisions(wanted: readonly string[], trained: TrainedSource | null): ImportOptions[] {
  const { dialect = null, sheet = null } = trained ?? {}
  const header = headerOf(wanted, dialect)
  const encoding = dialect === null ? [] : [{ encoding: dialect.encoding }]
  const delimiter = dialect === null ? [] : [{ delimiter: dialect.delimiter, quote: dialect.quote }]
  const named = sheet === null ? [] : [{ sheet }]
  return [
    header,
    ...[...delimiter, ...named].flatMap((how) => [how, { ...how, ...header }]),
    ...encoding,
    ...[...delimiter, ...named].flatMap((how) => encoding.map((read) => ({ ...how, ...read, ...header }))),
  ]
}

function headerOf(wanted: readonly string[], dialect: Dialect | null): ImportOptions {
  if (wanted.every((name) => givenName.test(name))) return { header: false }
  const rows = dialect?.headerRows ?? 1
  return rows > 1 ? { headerRows: rows } : { header: true }
}
