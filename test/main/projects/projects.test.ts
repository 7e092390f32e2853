import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { expect, it } from 'vitest'
import { checkProjectFile } from '../../../src/main/projects/checkFile.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { storeNumbered, newRun } from '../../support/records.ts'
import { noReader, startServices } from '../../support/services.ts'
import { storageWorker } from '../../support/storage.ts'

it('makes projects with any name, each with a file of its own', async () => {
  const { handlers, projectsFolder } = await startServices(noReader)
  const names = ['Häuser / 2026', 'Häuser / 2026', 'con', '売上']
  const made = []
  for (const name of names) made.push(await handlers['projects.create']({ name }))
  expect(made.map(({ name }) => name)).toEqual(names)
  expect(made.map(({ place }) => basename(place))).toEqual([
    'Häuser - 2026.descent',
    'Häuser - 2026 2.descent',
    '_con.descent',
    '売上.descent',
  ])
  expect(new Set(made.map(({ id }) => id)).size).toBe(4)
  expect((await handlers['projects.list']({})).map(({ name }) => name).sort()).toEqual([...names].sort())
  expect((await readdir(projectsFolder)).filter((name) => name.endsWith('-new'))).toEqual([])
})

it('finds a project again under the same identifier after a restart', async () => {
  const first = await startServices(noReader)
  const { id } = await first.handlers['projects.create']({ name: 'Trial' })
  await storeNumbered(first.storage, id, 'd', 10)
  await first.storage.call(id, 'createRun', { run: newRun('r', 'd') })
  await first.projects.closeAll()
  const second = await startServices(noReader, first.root)
  expect(await second.handlers['projects.list']({})).toMatchObject([{ id, name: 'Trial' }])
  const project = await second.handlers['projects.open']({ project: id })
  expect(project).toMatchObject({
    id,
    readOnly: false,
    datasets: [{ id: 'd', rows: 10, columns: 2 }],
    runs: [{ id: 'r', state: 'interrupted' }],
  })
  await expect(second.handlers['projects.open']({ project: 'unknown' })).rejects.toMatchObject({ kind: 'not-found' })
})

it('shows a project that another program writes, for reading only', async () => {
  const first = await startServices(noReader)
  const { id } = await first.handlers['projects.create']({ name: 'Trial' })
  const second = await startServices(noReader, first.root)
  expect(await second.handlers['projects.open']({ project: id })).toMatchObject({ readOnly: true, name: 'Trial' })
  await expect(second.handlers['projects.rename']({ project: id, name: 'x' })).rejects.toMatchObject({ kind: 'busy' })
  await expect(second.handlers['projects.remove']({ project: id })).rejects.toMatchObject({ kind: 'busy' })
  const path = first.projects.pathOf(id)
  const third = await startServices(noReader, first.root)
  const opening = third.projects.openFile(path, { create: false, readOnly: false, orReadOnly: false })
  await expect(opening).rejects.toMatchObject({ kind: 'busy' })
  await expect(third.handlers['projects.remove']({ project: id })).rejects.toMatchObject({ kind: 'busy' })
})

it('renames, and tells so', async () => {
  const { handlers, events } = await startServices(noReader)
  const { id } = await handlers['projects.create']({ name: 'Trial' })
  const told: string[] = []
  events.subscribe('projectChanged', ({ project }) => told.push(project))
  expect(await handlers['projects.rename']({ project: id, name: 'Better' })).toMatchObject({ id, name: 'Better' })
  expect(told).toEqual([id])
  expect(await handlers['projects.list']({})).toMatchObject([{ id, name: 'Better' }])
})

it('moves a removed project to the trash and takes it back', async () => {
  const { handlers, storage } = await startServices(noReader)
  const { id, place } = await handlers['projects.create']({ name: 'Trial' })
  await storeNumbered(storage, id, 'd', 10)
  await handlers['projects.remove']({ project: id })
  expect(await handlers['projects.list']({})).toEqual([])
  expect(existsSync(place)).toBe(false)
  expect(await handlers['projects.restore']({ project: id })).toMatchObject({ id, name: 'Trial', place })
  expect(await handlers['projects.open']({ project: id })).toMatchObject({ datasets: [{ id: 'd' }] })
  await expect(handlers['projects.restore']({ project: id })).rejects.toMatchObject({ kind: 'not-found' })
})

it('does not put a project back over another file', async () => {
  const { handlers } = await startServices(noReader)
  const { id, place } = await handlers['projects.create']({ name: 'Trial' })
  await handlers['projects.remove']({ project: id })
  writeFileSync(place, 'mine')
  await expect(handlers['projects.restore']({ project: id })).rejects.toMatchObject({ kind: 'busy' })
  expect(readFileSync(place, 'utf8')).toBe('mine')
})

it('removes a damaged project too, and empties the trash after a month', async () => {
  const { handlers, projectsFolder, root } = await startServices(noReader)
  writeFileSync(join(projectsFolder, 'broken.descent'), 'nonsense')
  const [broken] = await handlers['projects.list']({})
  expect(broken).toMatchObject({ name: 'broken' })
  const id = broken?.id ?? ''
  await expect(handlers['projects.open']({ project: id })).rejects.toMatchObject({ kind: 'unusable-input' })
  await handlers['projects.remove']({ project: id })
  utimesSync(join(projectsFolder, '.trash', id), 1_000_000, 1_000_000)
  const later = await startServices(noReader, root)
  await expect(later.handlers['projects.restore']({ project: id })).rejects.toMatchObject({ kind: 'not-found' })
})

it('packages a complete copy that can be adopted elsewhere', async () => {
  const { handlers, artifacts, storage } = await startServices(noReader)
  const { id } = await handlers['projects.create']({ name: 'Trial' })
  const dataset = await storeNumbered(storage, id, 'd', 10)
  const { artifact, fileName } = await handlers['projects.package']({ project: id })
  expect(fileName).toBe('Trial.descent')
  const { path } = artifacts.resolve(artifact)
  expect(await checkProjectFile({ storageWorker }, path)).toEqual([])
  const other = await startServices(noReader)
  await other.handlers['projects.create']({ name: 'Trial' })
  const { file } = await other.files.register(path, fileName)
  const adopted = await other.handlers['projects.adopt']({ file })
  expect(adopted).toMatchObject({ name: 'Trial', readOnly: false })
  expect(basename(adopted.place)).toBe('Trial 2.descent')
  expect(await other.handlers['datasets.get']({ project: adopted.id, dataset: 'd' })).toEqual(dataset)
})

it('adopts nothing that is no sound project, and names the file as the person knows it', async () => {
  const { handlers, files, projectsFolder } = await startServices(noReader)
  const path = join(await temporaryFolder(), 'upload-1')
  writeFileSync(path, '')
  const { file } = await files.register(path, 'mine.descent')
  await expect(handlers['projects.adopt']({ file })).rejects.toMatchObject({
    kind: 'unusable-input',
    message: expect.stringContaining('mine.descent is empty') as string,
  })
  expect((await readdir(projectsFolder)).filter((name) => name !== '.trash')).toEqual([])
})

it('opens a file from anywhere, and makes it where that is wanted', async () => {
  const { projects, handlers } = await startServices(noReader)
  const path = join(await temporaryFolder(), 'elsewhere.descent')
  const opening = projects.openFile(path, { create: false, readOnly: false, orReadOnly: false })
  await expect(opening).rejects.toMatchObject({ kind: 'not-found' })
  const id = await projects.openFile(path, { create: true, readOnly: false, orReadOnly: false })
  expect(await handlers['projects.get']({ project: id })).toMatchObject({ name: 'elsewhere', place: path })
  expect(await projects.openFile(path, { create: true, readOnly: false, orReadOnly: false })).toBe(id)
  expect(await handlers['projects.list']({})).toMatchObject([{ id }])
})
