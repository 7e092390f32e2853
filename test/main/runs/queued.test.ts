import { join } from 'node:path'
import { expect, test } from 'vitest'
import { importTable, proposal, startApplication, until, untilEnded } from '../../support/application.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { writePlants } from '../../support/makeTable.ts'

const night = '2999-01-01T02:00:00Z'

async function plants() {
  const folder = await temporaryFolder()
  const { application } = await startApplication(folder)
  const path = join(folder, 'plants.descent')
  const table = await writePlants(join(folder, 'plants.csv'), 300)
  const { project, dataset } = await importTable(application, path, table)
  const { recipe, config } = await proposal(application, project, dataset.id, 'weight')
  const start = (name: string, epochs: number, notBefore?: string) =>
    application.handlers['runs.start']({
      project,
      dataset: dataset.id,
      recipe,
      config: { ...config, training: { ...config.training, epochs, earlyStopping: null } },
      name,
      ...(notBefore === undefined ? {} : { notBefore }),
    })
  return { application, handlers: application.handlers, folder, path, project, start }
}

test('runs wait in order, say so, and begin in the order they are moved to', async () => {
  const { application, handlers, project, start } = await plants()
  const first = await start('First', 1_000_000)
  await until(application, project, first.id, ({ state }) => state === 'running')
  const second = await start('Second', 5)
  const third = await start('Third', 1_000_000)
  expect(await handlers['runs.queue']({ project })).toEqual([second.id, third.id])
  expect((await handlers['runs.get']({ project, run: third.id })).waiting).toBe(true)
  expect((await handlers['runs.get']({ project, run: first.id })).waiting).toBe(false)
  expect(await handlers['runs.reorder']({ project, run: third.id, before: second.id })).toEqual([third.id, second.id])
  await expect(handlers['runs.reorder']({ project, run: first.id, before: null })).rejects.toThrow(/waits for its turn/)

  await handlers['runs.stop']({ project, run: first.id })
  await until(application, project, third.id, ({ state }) => state === 'running')
  expect(await handlers['runs.queue']({ project })).toEqual([second.id])
  await handlers['runs.stop']({ project, run: third.id })
  expect(await untilEnded(application, project, second.id)).toMatchObject({ epochs: 5, waiting: false })
  expect(await handlers['runs.queue']({ project })).toEqual([])
})

test('a run begins not before its time, also after a restart, unless a person says so', async () => {
  const { application, handlers, folder, path, project, start } = await plants()
  // Who is told that the project has changed reads there that the run waits.
  const { promise: told, resolve: tell } = Promise.withResolvers<void>()
  const unsubscribe = application.events.subscribe('projectChanged', () => {
    void handlers['projects.get']({ project }).then(({ runs }) => {
      if (runs.some(({ waiting }) => waiting === true)) tell()
    })
  })
  const planned = await start('Planned', 5, night)
  await told
  unsubscribe()
  const now = await start('Now', 5)
  expect(await untilEnded(application, project, now.id)).toMatchObject({ state: 'finished' })
  const waiting = await handlers['runs.get']({ project, run: planned.id })
  expect(waiting).toMatchObject({ state: 'preparing', waiting: true, notBefore: night })
  await application.close()

  const { application: again } = await startApplication(folder)
  const { project: reopened } = await again.openProjectFile(path, { create: false })
  const ofRun = { project: reopened, run: planned.id }
  // Nothing begins by itself where a project is opened.
  expect(await again.handlers['runs.get'](ofRun)).toMatchObject({ state: 'interrupted', notBefore: night })
  await again.handlers['runs.resume'](ofRun)
  expect(await again.handlers['runs.get'](ofRun)).toMatchObject({ state: 'preparing', waiting: true })
  await again.handlers['runs.schedule']({ ...ofRun, notBefore: null })
  const ended = await untilEnded(again, reopened, planned.id)
  expect(ended).toMatchObject({ state: 'finished', epochs: 5, notBefore: null })
  await expect(again.handlers['runs.schedule']({ ...ofRun, notBefore: null })).rejects.toThrow(/put off/)
})

test('runs that wait when all that trains is stopped are left to wait again', async () => {
  const { application, handlers, project, start } = await plants()
  const first = await start('First', 1_000_000)
  await until(application, project, first.id, ({ epochs }) => epochs > 0)
  const second = await start('Second', 5)
  const planned = await start('Planned', 5, night)
  await application.leaveQueue()
  expect(await handlers['runs.stop']({ project, run: first.id })).toMatchObject({ state: 'finished' })
  for (const { id } of [second, planned])
    expect(await handlers['runs.get']({ project, run: id })).toMatchObject({ state: 'interrupted', epochs: 0 })
  await handlers['runs.resume']({ project, run: planned.id })
  expect(await handlers['runs.queue']({ project })).toEqual([planned.id])
  await handlers['runs.stop']({ project, run: planned.id })
})

test('a branch is put off as a run is', async () => {
  const { application, handlers, project, start } = await plants()
  const parent = await untilEnded(application, project, (await start('Parent', 3)).id)
  const { config } = parent
  const input = { project, run: parent.id, epoch: 'best', config } as const
  const { id } = await handlers['runs.branch']({ ...input, notBefore: night })
  expect(await handlers['runs.queue']({ project })).toEqual([id])
  const waiting = await handlers['runs.get']({ project, run: id })
  expect(waiting).toMatchObject({ waiting: true, notBefore: night, parent: { run: parent.id } })
  await handlers['runs.schedule']({ project, run: id, notBefore: null })
  expect(await untilEnded(application, project, id)).toMatchObject({ state: 'finished', epochs: 3 })
})

test('a run that waits is stopped without having begun', async () => {
  const { application, handlers, project, start } = await plants()
  const planned = await start('Planned', 5, night)
  expect(await handlers['runs.stop']({ project, run: planned.id })).toMatchObject({ state: 'finished', epochs: 0 })
  expect(await handlers['runs.queue']({ project })).toEqual([])
  await application.close()
})

test('a paused run that waits for its turn again and is stopped leaves the turn to the next', async () => {
  const { application, handlers, project, start } = await plants()
  const running = async (name: string) => {
    const { id } = await start(name, 1_000_000)
    await until(application, project, id, ({ state }) => state === 'running')
    return { project, run: id }
  }
  const first = await running('First')
  await handlers['runs.pause'](first)
  const second = await running('Second')
  const resumed = [handlers['runs.resume'](first), handlers['runs.resume'](first)]
  expect(await handlers['runs.queue']({ project })).toEqual([first.run])
  await handlers['runs.stop'](first)
  for (const attempt of resumed) await expect(attempt).rejects.toMatchObject({ kind: 'cancelled' })
  expect(await handlers['runs.queue']({ project })).toEqual([])
  await handlers['runs.stop'](second)
  const { id } = await start('Third', 5)
  expect(await untilEnded(application, project, id)).toMatchObject({ state: 'finished', epochs: 5 })
})

test('a run on a fold of the recipe is validated on it, and resumed and extended on it', async () => {
  const { application, handlers, folder, path, project, start } = await plants()
  const { id: usual } = await start('Usual', 3)
  const { recipe, config, dataset, rows } = await untilEnded(application, project, usual)
  const folds = { kind: 'rows', folds: 3, repeats: 1, stratify: false, shuffle: true, seed: 1 } as const
  const begin = (epochs: number) =>
    handlers['runs.start']({
      project,
      dataset,
      recipe: { ...recipe, folds },
      config: { ...config, training: { ...config.training, epochs } },
      fold: 1,
    })
  const whole = await untilEnded(application, project, (await begin(6000)).id)
  expect(whole.rows).toEqual({ train: 170, validation: 85, test: rows.test })
  const { id } = await begin(6000)
  await until(application, project, id, ({ state }) => state === 'running')
  await handlers['runs.pause']({ project, run: id })
  await application.close()

  const { application: again } = await startApplication(folder)
  const { project: reopened } = await again.openProjectFile(path, { create: false })
  const ofRun = { project: reopened, run: id }
  expect(await again.handlers['runs.get'](ofRun)).toMatchObject({ state: 'interrupted', fold: 1 })
  await again.handlers['runs.resume'](ofRun)
  const resumed = await untilEnded(again, reopened, id)
  expect(resumed.metrics).toEqual(whole.metrics)
  await again.handlers['runs.extend']({ ...ofRun, epochs: 2 })
  expect(await untilEnded(again, reopened, id)).toMatchObject({ epochs: 6002, rows: whole.rows })
})
