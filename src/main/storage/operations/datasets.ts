import { datasetBriefSchema, datasetSchema, type Dataset, type DatasetBrief } from '../../../shared/datasets.ts'
import { checksum } from '../bytes.ts'
import type { Connection } from '../connection.ts'
import { parseStored } from '../json.ts'
import type { ColumnChunk, OperationInput } from '../operations.ts'
import { datasetNotFound, requireDataset } from './exists.ts'
import { insertIrregularRows } from './irregularRows.ts'

export function readDataset(connection: Connection, input: { dataset: string }): Dataset {
  return readDescription(connection, input.dataset, `state = 'ready'`)
}

/** Also one that was staged and not yet taken. */
export function readStaged(connection: Connection, dataset: string): Dataset {
  return readDescription(connection, dataset, `state IN ('ready', 'importing') AND description IS NOT NULL`)
}

function readDescription(connection: Connection, dataset: string, condition: string): Dataset {
  const row = connection.database
    .prepare<[string], { name: string; description: string }>(
      `SELECT name, description FROM datasets WHERE id = ? AND ${condition}`,
    )
    .get(dataset)
  if (row === undefined) throw datasetNotFound(connection)
  return parseStored(datasetSchema, row.description, `the dataset ${row.name}`, connection.fileName)
}

/** How large a dataset is, without parsing its description, which can be long. */
export function readShape(connection: Connection, dataset: string): DatasetBrief {
  const row = connection.database.prepare(`${BRIEFS} AND id = ?`).get(dataset)
  if (row === undefined) throw datasetNotFound(connection)
  return datasetBriefSchema.parse(row)
}

export function readBriefs({ database }: Connection): DatasetBrief[] {
  const rows = database.prepare(`${BRIEFS} ORDER BY created, id`).all()
  return rows.map((row) => datasetBriefSchema.parse(row))
}

const BRIEFS = `
  SELECT id, name, created, version, json_extract(description, '$.rows') AS rows,
         json_array_length(description, '$.columns') AS columns,
         (SELECT newer.id FROM datasets newer WHERE newer.previous = datasets.id AND newer.state = 'ready'
          ORDER BY newer.created DESC LIMIT 1) AS replacedBy
  FROM datasets WHERE state = 'ready'`

export function beginDataset({ database }: Connection, input: OperationInput<'beginDataset'>): void {
  database
    .prepare(`INSERT INTO datasets (id, name, created, state) VALUES (?, ?, ?, 'importing')`)
    .run(input.dataset, input.name, input.created)
}

export function insertChunks(connection: Connection, input: { dataset: string; chunks: ColumnChunk[] }): void {
  const insert = connection.database.prepare(
    'INSERT INTO dataset_chunks (dataset, part, "column", chunk, crc, bytes) VALUES (?, ?, ?, ?, ?, ?)',
  )
  for (const { part, column, chunk, bytes } of input.chunks) {
    insert.run(input.dataset, part, column, chunk, checksum(bytes), bytes)
  }
}

function insertLevels({ database }: Connection, dataset: string, column: number, bytes: Uint8Array | null): void {
  if (bytes === null) return
  database
    .prepare('INSERT INTO dataset_levels (dataset, "column", crc, bytes) VALUES (?, ?, ?, ?)')
    .run(dataset, column, checksum(bytes), bytes)
}

const STAGED = `state = 'importing' AND description IS NOT NULL`

export function stageDataset(connection: Connection, input: OperationInput<'stageDataset'>): void {
  const { dataset } = input
  input.levels.forEach((levels, column) => insertLevels(connection, dataset.id, column, levels))
  insertIrregularRows(connection, dataset.id, input.irregularRows)
  const { changes } = connection.database
    .prepare(
      `UPDATE datasets SET name = ?, created = ?, description = ?, previous = ?, version = ?
       WHERE id = ? AND state = 'importing'`,
    )
    .run(dataset.name, dataset.created, JSON.stringify(dataset), dataset.previous, dataset.version, dataset.id)
  if (changes === 0) throw datasetNotFound(connection)
}

export function isStaged({ database }: Connection, input: { dataset: string }): boolean {
  const row = database.prepare(`SELECT 1 FROM datasets WHERE id = ? AND ${STAGED}`).get(input.dataset)
  return row !== undefined
}

export function takeDataset(connection: Connection, input: { dataset: string }): Dataset {
  const { changes } = connection.database
    .prepare(`UPDATE datasets SET state = 'ready' WHERE id = ? AND ${STAGED}`)
    .run(input.dataset)
  if (changes === 0) throw datasetNotFound(connection)
  return readDataset(connection, input)
}

export function finishDataset(connection: Connection, input: OperationInput<'stageDataset'>): void {
  stageDataset(connection, input)
  takeDataset(connection, { dataset: input.dataset.id })
}

export function discardDataset({ database }: Connection, input: { dataset: string }): void {
  database.prepare(`DELETE FROM datasets WHERE id = ? AND state = 'importing'`).run(input.dataset)
}

export function replaceColumn(connection: Connection, input: OperationInput<'replaceColumn'>): Dataset {
  const { summary, levels, chunks } = input.column
  const before = readStaged(connection, input.dataset)
  const { options } = before.source
  const dataset: Dataset = {
    ...before,
    columns: before.columns.map((column) => (column.index === summary.index ? summary : column)),
    source: {
      ...before.source,
      options: {
        ...options,
        kinds: { ...options.kinds, ...input.choices.kinds },
        missingMarkers: { ...options.missingMarkers, ...input.choices.missingMarkers },
        numberFormats: { ...options.numberFormats, ...input.choices.numberFormats },
        dateOrders: { ...options.dateOrders, ...input.choices.dateOrders },
      },
    },
  }
  const { database } = connection
  database
    .prepare(`DELETE FROM dataset_chunks WHERE dataset = ? AND "column" = ? AND part = 'values'`)
    .run(dataset.id, summary.index)
  database.prepare('DELETE FROM dataset_levels WHERE dataset = ? AND "column" = ?').run(dataset.id, summary.index)
  insertChunks(connection, { dataset: dataset.id, chunks })
  insertLevels(connection, dataset.id, summary.index, levels)
  storeDescription(connection, dataset)
  return dataset
}

function storeDescription({ database }: Connection, dataset: Dataset): void {
  database
    .prepare('UPDATE datasets SET name = ?, description = ? WHERE id = ?')
    .run(dataset.name, JSON.stringify(dataset), dataset.id)
}

export function renameDataset(connection: Connection, input: { dataset: string; name: string }): Dataset {
  const dataset = { ...readDataset(connection, input), name: input.name }
  storeDescription(connection, dataset)
  // Runs are read with the names of their datasets.
  connection.revisions.allChanged()
  return dataset
}

export function removeDataset(connection: Connection, input: { dataset: string }): void {
  requireDataset(connection, input.dataset)
  connection.database.prepare(`UPDATE datasets SET state = 'removed' WHERE id = ?`).run(input.dataset)
}

export function restoreDataset(connection: Connection, input: { dataset: string }): void {
  const { changes } = connection.database
    .prepare(`UPDATE datasets SET state = 'ready' WHERE id = ? AND state IN ('removed', 'ready')`)
    .run(input.dataset)
  if (changes === 0) throw datasetNotFound(connection)
}
