import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { cellPlace } from '../../../src/core/cellPlace.ts'
import { CHUNK_ROWS } from '../../../src/main/datasets/columns/codec.ts'
import { decodeOrigins, splitOrigins } from '../../../src/main/datasets/columns/origins.ts'
import { migrate } from '../../../src/main/storage/migrate.ts'
import { APPLICATION_ID, MIGRATIONS } from '../../../src/main/storage/schema.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { numberedDataset, storeNumbered } from '../../support/records.ts'
import { startStorage } from '../../support/storage.ts'

it('remembers the lines of rows as runs, those that skip lines included', () => {
  const [bytes, ...others] = splitOrigins(Uint32Array.of(0, 2, 3, 9, 5, 20, 6, 4_000_000_000), 7)
  expect(decodeOrigins(bytes!, 0, 7)).toEqual([2, 3, 4, 9, 10, 20, 4_000_000_000])
  expect(decodeOrigins(bytes!, 3, 6)).toEqual([9, 10, 20])
  expect(others).toEqual([])
})

it('takes a few bytes for a million rows of one line each', () => {
  const chunks = splitOrigins(Uint32Array.of(0, 2), 1_000_000)
  expect(chunks).toHaveLength(Math.ceil(1_000_000 / CHUNK_ROWS))
  expect(Math.max(...chunks.map(({ byteLength }) => byteLength))).toBeLessThan(32)
  expect(decodeOrigins(chunks[15]!, 0, 1)).toEqual([15 * CHUNK_ROWS + 2])
})

it('gives the lines of any window, across chunks', async () => {
  const storage = startStorage()
  const path = join(await temporaryFolder(), 'p.descent')
  await storage.open('p', path, { create: { name: 'P', created: '2026-01-01T00:00:00.000Z' }, readOnly: false })
  await storeNumbered(storage, 'p', 'd', CHUNK_ROWS + 3)
  expect(await storage.call('p', 'readLines', { dataset: 'd', offset: 0, limit: 2 })).toEqual([])
  // One row every other line.
  const lines = Array.from({ length: CHUNK_ROWS + 3 }, (_, row) => row * 2 + 5)
  const runs = Uint32Array.from(lines.flatMap((line, row) => [row, line]))
  for (const [chunk, bytes] of splitOrigins(runs, lines.length).entries()) {
    await storage.call('p', 'insertOrigins', { dataset: 'd', chunk, bytes })
  }
  const offset = CHUNK_ROWS - 2
  const window = await storage.call('p', 'readLines', { dataset: 'd', offset, limit: 100 })
  expect(window).toEqual(lines.slice(offset))
  expect(await storage.call('p', 'checkProject', {})).toEqual([])
})

it('opens a project of the first format, of whose cells nothing is known', async () => {
  const path = join(await temporaryFolder(), 'old.descent')
  const old = new Database(path)
  old.pragma(`application_id = ${APPLICATION_ID}`)
  migrate(old, path, MIGRATIONS.slice(0, 1))
  old.prepare(`INSERT INTO meta (id, name, created) VALUES (1, 'Old', '2026')`).run()
  const { version: _version, previous: _previous, ...described } = numberedDataset('d', 3)
  const { places: _places, ...source } = described.source
  const description = JSON.stringify({ ...described, source })
  old.prepare(`INSERT INTO datasets VALUES ('d', 'Numbers d', '2026', 'ready', ?)`).run(description)
  old.close()
  const storage = startStorage()
  await storage.open('p', path, { readOnly: false })
  const { datasets } = await storage.call('p', 'readProject', {})
  expect(datasets).toMatchObject([{ id: 'd', version: 1, replacedBy: null }])
  const dataset = await storage.call('p', 'readDataset', { dataset: 'd' })
  expect(dataset).toMatchObject({ version: 1, previous: null, source: { places: [] } })
  expect(await storage.call('p', 'readLines', { dataset: 'd', offset: 0, limit: 3 })).toEqual([])
})

it('names a place as the file’s own program does', () => {
  const { source } = numberedDataset('d', 3)
  expect(cellPlace({ ...source, places: [1, 3] }, 17, 1)?.text).toBe('line 17, field 3')
  const sheet = { ...source, format: 'spreadsheet' as const, places: ['C'] }
  expect(cellPlace({ ...sheet, sheet: 'Sheet1' }, 17, 0)?.text).toBe('Sheet1!C17')
  expect(cellPlace({ ...sheet, sheet: "Anna's list" }, 2, 0)?.text).toBe("'Anna''s list'!C2")
  expect(cellPlace({ ...source, format: 'json', places: ['price'] }, 4, 0)?.text).toBe('row 4, column price')
  expect(cellPlace(source, 4, 0)).toBeNull()
})
