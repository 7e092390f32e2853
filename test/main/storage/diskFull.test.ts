import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openProjectFile } from '../../../src/main/storage/connection.ts'
import { encodeTexts } from '../../../src/main/datasets/columns/codec.ts'
import { storageFailure } from '../../../src/main/storage/failures.ts'
import { perform } from '../../../src/main/storage/perform.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { numberedChunks, numberedDataset } from '../../support/records.ts'

it('says that the disk is full, and loses nothing that was there', async () => {
  const path = join(await temporaryFolder(), 'trial.descent')
  const create = { name: 'Trial', created: '2026-01-01T00:00:00.000Z' }
  let connection = openProjectFile(path, { create, readOnly: false })
  const store = (id: string, rows: number) => {
    const dataset = numberedDataset(id, rows)
    perform(connection, 'beginDataset', { dataset: id, name: id, created: create.created })
    perform(connection, 'insertChunks', { dataset: id, chunks: numberedChunks(rows) })
    perform(connection, 'finishDataset', { dataset, levels: [null, encodeTexts(['even', 'odd'])], irregularRows: [] })
  }
  store('small', 10)
  // SQLite answers a full disk and a full file alike.
  const pages = Number(connection.database.pragma('page_count', { simple: true }))
  connection.database.pragma(`max_page_count = ${pages + 5}`)
  let failure: unknown
  try {
    store('large', 200_000)
  } catch (error) {
    failure = storageFailure(error, connection.fileName)
  }
  expect(failure).toMatchObject({ kind: 'disk-full', message: expect.stringContaining('trial.descent') as string })
  expect(perform(connection, 'checkProject', {})).toEqual([])
  connection.close()
  connection = openProjectFile(path, { readOnly: false })
  expect(perform(connection, 'readProject', {})).toMatchObject({ datasets: [{ id: 'small' }] })
  expect(perform(connection, 'checkProject', {})).toEqual([])
  store('large', 200_000)
  expect(perform(connection, 'checkProject', {})).toEqual([])
  connection.close()
})
