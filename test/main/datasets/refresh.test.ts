import { rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startReader } from '../../support/reader.ts'
import { startServices } from '../../support/services.ts'

const shop = 'order,city,sold\n1,Köln,1.5\n2,Bonn,NA\n3,Paris,4\n4,Rome,2\n'

async function withShop(text = shop, options = {}) {
  const services = await startServices(startReader())
  const { handlers, files } = services
  const { id: project } = await handlers['projects.create']({ name: 'Trial' })
  const path = join(services.root, 'shop.csv')
  writeFileSync(path, text)
  const { file } = await files.register(path, 'shop.csv')
  const before = await handlers['datasets.import']({ project, job: 'j', file, options })
  const of = { project, dataset: before.id }
  const rewrite = (next: string) => {
    writeFileSync(path, next)
    // A file system may not tell two writes of one moment apart.
    utimesSync(path, new Date(), new Date(Date.now() + 60_000))
  }
  return { ...services, project, path, file, before, of, rewrite }
}

describe('a file that changed', () => {
  const next = 'order,sold,day\n2,7,2024-01-01\n1,1.5,2024-01-02\n3,4,2024-01-03\n5,3,2024-01-04\n6,3,2024-01-05\n'

  it('is compared row by row with the table it was, before anything is taken', async () => {
    const { handlers, of, file, project, rewrite } = await withShop()
    rewrite(next)
    const differences = await handlers['datasets.compare']({ ...of, job: 'c', file })
    expect(differences).toMatchObject({
      fileName: 'shop.csv',
      isSame: false,
      key: 'order',
      rows: { before: 4, after: 5, added: 2, gone: 1, changed: 1, same: 2 },
      columns: {
        added: [{ name: 'day', kind: 'date' }],
        gone: [{ name: 'city' }],
        kinds: [],
        changed: [{ name: 'sold', rows: 1 }],
      },
      examples: {
        names: ['order', 'sold'],
        gone: [{ row: 3, texts: ['4', '2'] }],
        changed: [{ key: '2', rowBefore: 1, rowAfter: 0, before: ['2', 'NA'], after: ['2', '7'] }],
      },
    })
    expect(differences.examples.added.map(({ texts }) => texts)).toEqual([
      ['5', '3'],
      ['6', '3'],
    ])
    const { datasets } = await handlers['projects.get']({ project })
    expect(datasets).toHaveLength(1)
  })

  it('becomes the next version, with the recipe, and the former one stays for its runs', async () => {
    const { handlers, of, file, project, rewrite, storage, before } = await withShop()
    const recipe = {
      version: 1 as const,
      target: 'sold',
      task: 'auto' as const,
      roles: { city: 'ignored' as const },
      steps: [],
      split: { validation: 0.1, test: 0.1, stratify: false, seed: 1 },
      targetScaling: 'none' as const,
    }
    await storage.call(project, 'saveRecipe', { dataset: before.id, recipe })
    rewrite(next)
    const { recipe: notes } = await handlers['datasets.compare']({ ...of, job: 'c', file })
    expect(notes).toEqual(['“day” is new: it is ignored until you give it a role in Prepare.'])
    const after = await handlers['datasets.refresh']({ ...of, job: 'r', file })
    expect(after).toMatchObject({ name: before.name, version: 2, previous: before.id, rows: 5 })
    expect(await storage.call(project, 'readRecipe', { dataset: after.id })).toMatchObject({
      target: 'sold',
      roles: { day: 'ignored' },
    })
    const { datasets } = await handlers['projects.get']({ project })
    expect(datasets.map(({ id, version, replacedBy }) => [id, version, replacedBy])).toEqual([
      [before.id, 1, after.id],
      [after.id, 2, null],
    ])
    expect(await handlers['datasets.get'](of)).toEqual(before)
    await handlers['datasets.remove']({ project, dataset: after.id })
    expect((await handlers['projects.get']({ project })).datasets).toMatchObject([{ id: before.id, replacedBy: null }])
    expect(await storage.call(project, 'checkProject', {})).toEqual([])
  })

  it('takes rows that are left out by number with it, wherever they stand then', async () => {
    const { handlers, of, file, project, rewrite, storage, before } = await withShop(
      'city,sold\nKöln,1\nBonn,2\nParis,3\nRome,4\nBonn,2\n',
    )
    const recipe = {
      version: 1 as const,
      target: 'sold',
      task: 'auto' as const,
      roles: {},
      steps: [{ kind: 'excludeRows' as const, id: 'out', enabled: true, rows: [0, 1, 2, 4] }],
      split: { validation: 0.1, test: 0.1, stratify: false, seed: 1 },
      targetScaling: 'none' as const,
    }
    await storage.call(project, 'saveRecipe', { dataset: before.id, recipe })
    // Köln has another value; both rows of Bonn are there, and a third one that nobody left out.
    rewrite('city,sold\nRome,4\nBonn,2\nKöln,7\nOslo,1\nBonn,2\nParis,3\nBonn,2\n')
    const { recipe: notes } = await handlers['datasets.compare']({ ...of, job: 'c', file })
    expect(notes).toEqual(['A row that was left out by its number is gone or has other values: it is used again.'])
    const after = await handlers['datasets.refresh']({ ...of, job: 'r', file })
    expect(await storage.call(project, 'readRecipe', { dataset: after.id })).toMatchObject({
      steps: [{ kind: 'excludeRows', rows: [1, 4, 5] }],
    })
  })

  it('is read again where it changed once more after it was compared', async () => {
    const { handlers, of, file, rewrite } = await withShop()
    rewrite(next)
    await handlers['datasets.compare']({ ...of, job: 'c', file })
    rewrite(`${next}7,9,2024-02-01\n`.replace('2,7', '2,8'))
    expect((await handlers['datasets.refresh']({ ...of, job: 'r', file })).rows).toBe(6)
  })

  it('that holds the same is said to', async () => {
    const { handlers, of, file } = await withShop()
    expect(await handlers['datasets.compare']({ ...of, job: 'c', file })).toMatchObject({
      isSame: true,
      rows: { added: 0, gone: 0, changed: 0, same: 4 },
    })
  })

  it('is told by content where no column tells rows apart', async () => {
    const { handlers, of, file, rewrite } = await withShop('a,b\n1,x\n1,x\n2,y\n2,y\n')
    rewrite('a,b\n2,y\n1,x\n3,z\n')
    expect(await handlers['datasets.compare']({ ...of, job: 'c', file })).toMatchObject({
      key: null,
      rows: { added: 1, gone: 2, changed: 0, same: 2 },
    })
  })

  it('is compared until the person cancels, and leaves nothing', async () => {
    const { handlers, of, file, rewrite, jobs, storage, project } = await withShop()
    rewrite(`order,city,sold\n${Array.from({ length: 50_000 }, (_, row) => `${row},Köln,1`).join('\n')}\n`)
    const comparing = handlers['datasets.compare']({ ...of, job: 'c', file })
    jobs.cancel('c')
    await expect(comparing).rejects.toMatchObject({ kind: 'cancelled' })
    await handlers['projects.close']({ project })
    await handlers['projects.open']({ project })
    expect(await storage.call(project, 'checkProject', {})).toEqual([])
  })
})

describe('the choices made for a file', () => {
  it('are offered for a file of the same name, and for one of the same columns', async () => {
    const options = { kinds: { sold: 'text' as const } }
    const { handlers, files, project, root, file, before } = await withShop(shop, options)
    const offered = { dataset: before.id, name: 'shop', options }
    expect(await handlers['datasets.formerOptions']({ project, file })).toEqual({ ...offered, sameName: true })
    const other = join(root, 'march.csv')
    writeFileSync(other, shop)
    const march = await files.register(other, 'march.csv')
    expect(await handlers['datasets.formerOptions']({ project, file: march.file })).toEqual({
      ...offered,
      sameName: false,
    })
    writeFileSync(other, 'x,y\n1,2\n')
    expect(await handlers['datasets.formerOptions']({ project, file: march.file })).toBeNull()
  })

  it('stay when it is refreshed', async () => {
    const { handlers, of, file, rewrite } = await withShop(shop, { kinds: { sold: 'text' } })
    rewrite(`${shop}5,Nice,9\n`)
    const after = await handlers['datasets.refresh']({ ...of, job: 'r', file })
    expect(after.columns.find(({ name }) => name === 'sold')?.kind).toBe('text')
  })
})

describe('a column under another name', () => {
  const orders = (name: string, sold = ['1', '2', '?', '4', '5', '6', '7', '8', '9', '10']) =>
    `order,${name},city\n${sold.map((text, row) => `${row + 1},${text},${row % 2 ? 'Bonn' : 'Köln'}`).join('\n')}\n`
  const options = { kinds: { sold: 'category' as const }, missingMarkers: { sold: ['?', '4'] } }
  const recipe = {
    version: 1 as const,
    target: 'city',
    task: 'auto' as const,
    roles: { sold: 'weight' as const },
    steps: [],
    split: { validation: 0.1, test: 0.1, stratify: false, seed: 1 },
    targetScaling: 'none' as const,
  }

  it('keeps its settings and its role, and is said to', async () => {
    const { handlers, of, file, rewrite, storage, project, before } = await withShop(orders('sold'), options)
    await storage.call(project, 'saveRecipe', { dataset: before.id, recipe })
    rewrite(orders('Umsatz'))
    expect(await handlers['datasets.compare']({ ...of, job: 'c', file })).toMatchObject({
      key: 'order',
      rows: { added: 0, gone: 0, changed: 0, same: 10 },
      columns: { added: [], gone: [], kinds: [], changed: [], renamed: { before: 'sold', after: 'Umsatz' } },
      examples: { names: ['order', 'Umsatz', 'city'] },
      recipe: ['“sold” is called “Umsatz” now: the preparation names it so, too.'],
    })
    const after = await handlers['datasets.refresh']({ ...of, job: 'r', file })
    const [, was] = before.columns
    expect(after.columns[1]).toEqual({ ...was, name: 'Umsatz', warnings: expect.any(Array) })
    expect(after.columns[1]).toMatchObject({ kind: 'category', missing: 2, inferredKind: 'number' })
    expect(after.source.options).toMatchObject({
      kinds: { Umsatz: 'category' },
      missingMarkers: { Umsatz: ['?', '4'] },
    })
    expect(await storage.call(project, 'readRecipe', { dataset: after.id })).toMatchObject({
      roles: { Umsatz: 'weight' },
    })
    expect(await storage.call(project, 'checkProject', {})).toEqual([])
  })

  it('is one gone and one new where the person says so', async () => {
    const { handlers, of, file, rewrite, storage, project, before } = await withShop(orders('sold'), options)
    await storage.call(project, 'saveRecipe', { dataset: before.id, recipe })
    rewrite(orders('Umsatz'))
    await handlers['datasets.compare']({ ...of, job: 'c', file })
    expect(await handlers['datasets.compare']({ ...of, job: 'd', file, noRename: true })).toMatchObject({
      columns: { added: [{ name: 'Umsatz' }], gone: [{ name: 'sold' }], renamed: null },
    })
    const after = await handlers['datasets.refresh']({ ...of, job: 'r', file, noRename: true })
    expect(after.columns[1]).toMatchObject({ name: 'Umsatz', kind: 'number', missing: 1 })
    expect(await storage.call(project, 'readRecipe', { dataset: after.id })).toMatchObject({
      roles: { Umsatz: 'ignored' },
    })
  })

  it('is another one where the values in the rows are others, if the same ones', async () => {
    const { handlers, of, file, rewrite } = await withShop(orders('sold'), options)
    rewrite(orders('Umsatz', ['10', '1', '2', '?', '4', '5', '6', '7', '8', '9']))
    expect(await handlers['datasets.compare']({ ...of, job: 'c', file })).toMatchObject({ columns: { renamed: null } })
  })

  it('may be the key, and the only column', async () => {
    const keyed = await withShop('id,a\n1,x\n2,x\n3,y\n')
    keyed.rewrite('Nr,a\n11,x\n12,x\n13,y\n')
    expect(await keyed.handlers['datasets.compare']({ ...keyed.of, job: 'c', file: keyed.file })).toMatchObject({
      columns: { renamed: null },
    })
    keyed.rewrite('Nr,a\n1,x\n2,x\n3,y\n4,y\n')
    expect(await keyed.handlers['datasets.compare']({ ...keyed.of, job: 'd', file: keyed.file })).toMatchObject({
      key: 'Nr',
      rows: { added: 1, same: 3 },
      columns: { renamed: { before: 'id', after: 'Nr' } },
    })
    const alone = await withShop('a\n1\n2\n3\n')
    alone.rewrite('b\n1\n2\n3\n4\n')
    expect(await alone.handlers['datasets.compare']({ ...alone.of, job: 'c', file: alone.file })).toMatchObject({
      columns: { renamed: { before: 'a', after: 'b' } },
    })
  })
})

describe('the file of a dataset', () => {
  it('is found again, and known to have changed', async () => {
    const { handlers, of, path, rewrite } = await withShop()
    expect(await handlers['datasets.sourceFile'](of)).toMatchObject({ fileName: 'shop.csv', changed: false })
    rewrite(`${shop}9,Nice,1\n`)
    expect(await handlers['datasets.sourceFile'](of)).toMatchObject({ fileName: 'shop.csv', changed: true })
    rmSync(path)
    expect(await handlers['datasets.sourceFile'](of)).toBeNull()
  })
})

it('compares again after the project was closed', async () => {
  const { handlers, of, file, project, rewrite } = await withShop()
  rewrite(`${shop}5,Oslo,3\n`)
  const first = await handlers['datasets.compare']({ ...of, job: 'c', file })
  await handlers['projects.close']({ project })
  await handlers['projects.open']({ project })
  expect(await handlers['datasets.compare']({ ...of, job: 'd', file })).toEqual(first)
  expect(await handlers['datasets.refresh']({ ...of, job: 'e', file })).toMatchObject({ version: 2, rows: 5 })
})

it('says that the file is gone', async () => {
  const { handlers, of, file, path } = await withShop()
  rmSync(path)
  const gone = { kind: 'not-found', where: { file: 'shop.csv' } }
  await expect(handlers['datasets.compare']({ ...of, job: 'c', file })).rejects.toMatchObject(gone)
  await expect(handlers['datasets.refresh']({ ...of, job: 'r', file })).rejects.toMatchObject(gone)
})

it('counts all rows of a file that has none of the columns', async () => {
  const { handlers, of, file, rewrite } = await withShop()
  rewrite('name;price\nA;1\nB;2\n')
  const differences = await handlers['datasets.compare']({ ...of, job: 'c', file })
  expect(differences).toMatchObject({
    rows: { before: 4, after: 2, added: 2, gone: 4, changed: 0, same: 0 },
    examples: { names: [], added: [], gone: [], changed: [] },
  })
})
