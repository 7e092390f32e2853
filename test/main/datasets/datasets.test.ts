import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Reader } from '../../../src/main/datasets/reader/types.ts'
import { CHUNK_ROWS } from '../../../src/main/datasets/columns/codec.ts'
import type { Job } from '../../../src/shared/jobs.ts'
import { numberedChunks } from '../../support/records.ts'
import { startReader } from '../../support/reader.ts'
import { noReader, startServices } from '../../support/services.ts'

async function withFile(text: string, reader: Reader = startReader()) {
  const services = await startServices(reader)
  const { id: project } = await services.handlers['projects.create']({ name: 'Trial' })
  const path = join(services.root, 'shop.csv')
  writeFileSync(path, text)
  const { file } = await services.files.register(path, 'shop.csv')
  const importFile = (options = {}) => services.handlers['datasets.import']({ project, job: 'j', file, options })
  return { ...services, project, path, file, importFile }
}

const shop = `city,sold,open,day
Köln,1.5,yes,2024-01-31
Bonn,NA,no,2024-02-29
"Aix, en Provence",-3,yes,
Paris,4
Köln,5,no,2024-03-01
`

describe('importing a text file', () => {
  it('stores source text, typed values and what did not fit', async () => {
    const { handlers, importFile, project, storage } = await withFile(shop)
    const dataset = await importFile()
    expect(dataset).toMatchObject({ name: 'shop', rows: 5, source: { fileName: 'shop.csv', format: 'delimited' } })
    expect(dataset.columns.map(({ name, kind }) => [name, kind])).toEqual([
      ['city', 'category'],
      ['sold', 'number'],
      ['open', 'boolean'],
      ['day', 'date'],
    ])
    expect(dataset.irregular).toMatchObject({ tooFewFields: 1, tooManyFields: 0, brokenQuote: 0 })
    expect(await handlers['datasets.get']({ project, dataset: dataset.id })).toEqual(dataset)
    const { rows } = await handlers['datasets.rows']({ project, dataset: dataset.id, offset: 1, limit: 3 })
    expect(rows).toEqual([
      ['Bonn', 'NA', 'no', '2024-02-29'],
      ['Aix, en Provence', '-3', 'yes', ''],
      ['Paris', '4', '', ''],
    ])
    const irregular = await handlers['datasets.irregularRows']({ project, dataset: dataset.id, offset: 0, limit: 10 })
    expect(irregular).toMatchObject([
      { line: 5, row: 3, problem: 'tooFewFields', expected: 4, found: 2, text: 'Paris,4' },
    ])
    expect(await storage.call(project, 'checkProject', {})).toEqual([])
  })

  it('is all there after closing and opening again', async () => {
    const { handlers, importFile, project } = await withFile(shop)
    const dataset = await importFile()
    await handlers['projects.close']({ project })
    await handlers['projects.open']({ project })
    expect(await handlers['datasets.get']({ project, dataset: dataset.id })).toEqual(dataset)
  })

  it('names a second import of the same file apart', async () => {
    const { handlers, importFile, project } = await withFile(shop)
    await importFile()
    expect(await importFile()).toMatchObject({ name: 'shop 2' })
    expect((await handlers['projects.get']({ project })).datasets.map(({ name }) => name)).toEqual(['shop', 'shop 2'])
  })

  it('names imports that go on at once apart, whatever names were asked for', async () => {
    const { handlers, project, file } = await withFile(shop)
    const all = ['a', 'b', 'c'].map((job) =>
      handlers['datasets.import']({ project, job, file, name: 'x', options: {} }),
    )
    expect((await Promise.all(all)).map(({ name, rows }) => [name, rows])).toEqual([
      ['x', 5],
      ['x 2', 5],
      ['x 3', 5],
    ])
    expect((await handlers['projects.get']({ project })).datasets).toHaveLength(3)
  })

  it('leaves nothing where the file cannot be used', async () => {
    const { handlers, importFile, project, jobs, path, storage } = await withFile('')
    await expect(importFile()).rejects.toMatchObject({ kind: 'unusable-input', where: { file: 'shop.csv' } })
    expect(jobs.list()).toMatchObject([{ state: 'failed', kind: 'import' }])
    writeFileSync(path, shop)
    await importFile()
    expect((await handlers['projects.get']({ project })).datasets).toHaveLength(1)
    expect(await storage.call(project, 'checkProject', {})).toEqual([])
  })

  it('tells of its progress and of the change', async () => {
    const { importFile, events, project } = await withFile(shop)
    const told: Job[] = []
    const changed: string[] = []
    events.subscribe('job', (job) => told.push(job))
    events.subscribe('projectChanged', (change) => changed.push(change.project))
    await importFile()
    events.flush()
    expect(told.at(-1)).toMatchObject({ id: 'j', project, kind: 'import', state: 'done', fraction: 1 })
    expect(changed).toEqual([project])
  })
})

/** Hands over chunks until it is cancelled. */
const endlessReader: Reader = {
  ...noReader,
  async read(_path, _fileName, _options, sink, signal) {
    for (let chunk = 0; ; chunk++) {
      signal?.throwIfAborted()
      const [source] = numberedChunks(10)
      await sink.chunk({ ...source!, chunk, rows: CHUNK_ROWS })
      sink.progress(0.5, chunk * CHUNK_ROWS)
    }
  },
}

it('cancels an import and leaves nothing of it', async () => {
  const { handlers, importFile, project, jobs, storage } = await withFile(shop, endlessReader)
  const work = importFile()
  while (jobs.list()[0]?.fraction !== 0.5) await new Promise((resolve) => setImmediate(resolve))
  jobs.cancel('j')
  await expect(work).rejects.toMatchObject({ kind: 'cancelled' })
  expect((await handlers['projects.get']({ project })).datasets).toEqual([])
  expect(await storage.call(project, 'checkProject', {})).toEqual([])
})

it('ends an import that goes on before the project is closed', async () => {
  const { handlers, importFile, project, jobs } = await withFile(shop, endlessReader)
  const work = importFile().catch((error: unknown) => error)
  while (jobs.list()[0]?.fraction !== 0.5) await new Promise((resolve) => setImmediate(resolve))
  await handlers['projects.close']({ project })
  expect(await work).toMatchObject({ kind: 'cancelled' })
  expect((await handlers['projects.open']({ project })).datasets).toEqual([])
})

describe('reading a column again', () => {
  it('keeps the source text and replaces values, levels and description', async () => {
    const { handlers, importFile, project, storage } = await withFile(shop)
    const { id: dataset } = await importFile()
    const changed = await handlers['datasets.setColumn']({ project, dataset, column: 'sold', kind: 'category' })
    expect(changed.columns[1]).toMatchObject({ name: 'sold', kind: 'category', missing: 1 })
    expect(changed.source.options).toMatchObject({ kinds: { sold: 'category' } })
    expect(await handlers['datasets.get']({ project, dataset })).toEqual(changed)
    const asNumber = await handlers['datasets.setColumn']({ project, dataset, column: 'sold', kind: 'number' })
    expect(asNumber.columns[1]).toMatchObject({ kind: 'number', min: -3, max: 5 })
    const { rows } = await handlers['datasets.rows']({ project, dataset, offset: 1, limit: 1 })
    expect(rows).toEqual([['Bonn', 'NA', 'no', '2024-02-29']])
    expect(await storage.call(project, 'checkProject', {})).toEqual([])
  })

  it('takes missing markers, and remembers earlier choices', async () => {
    const { handlers, importFile, project, storage } = await withFile(shop)
    const { id: dataset } = await importFile()
    const column = 'city'
    const marked = await handlers['datasets.setColumn']({ project, dataset, column, missingMarkers: ['Köln'] })
    expect(marked.columns[0]).toMatchObject({ missing: 2, distinct: 3 })
    const retyped = await handlers['datasets.setColumn']({ project, dataset, column, kind: 'text' })
    expect(retyped.columns[0]).toMatchObject({ kind: 'text', missing: 2 })
    expect(retyped.source.options).toMatchObject({ kinds: { city: 'text' }, missingMarkers: { city: ['Köln'] } })
    expect(await storage.call(project, 'checkProject', {})).toEqual([])
  })

  it('names a column that is not there', async () => {
    const { handlers, importFile, project } = await withFile(shop)
    const { id: dataset } = await importFile()
    const change = handlers['datasets.setColumn']({ project, dataset, column: 'profit', kind: 'number' })
    await expect(change).rejects.toMatchObject({
      kind: 'not-found',
      message: expect.stringContaining('profit') as string,
    })
  })
})

it('renames, removes and restores', async () => {
  const { handlers, importFile, project } = await withFile(shop)
  const { id: dataset } = await importFile()
  expect(await handlers['datasets.rename']({ project, dataset, name: 'Läden' })).toMatchObject({ name: 'Läden' })
  await handlers['datasets.remove']({ project, dataset })
  await expect(handlers['datasets.get']({ project, dataset })).rejects.toMatchObject({ kind: 'not-found' })
  await expect(handlers['datasets.rows']({ project, dataset, offset: 0, limit: 1 })).rejects.toMatchObject({
    kind: 'not-found',
  })
  await handlers['datasets.restore']({ project, dataset })
  expect(await handlers['datasets.get']({ project, dataset })).toMatchObject({ name: 'Läden' })
})
