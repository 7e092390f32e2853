import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { ApplicationOptions } from '../../src/main/application.ts'
import { createApplication } from '../../src/main/createApplication.ts'
import { dispatch } from '../../src/main/dispatch.ts'
import { callNames } from '../../src/shared/contract.ts'
import { temporaryFolder } from '../support/folder.ts'
import { sourceEntries } from '../support/sourceEntries.ts'

async function startApplication(options: Partial<ApplicationOptions> = {}) {
  const folder = await temporaryFolder()
  const application = await createApplication({
    entries: sourceEntries,
    host: 'browser',
    version: '0.0.0-test',
    projectsFolder: join(folder, 'projects'),
    scratchFolder: join(folder, 'scratch'),
    ...options,
  })
  onTestFinished(() => application.close())
  return { application, folder }
}

it('answers every call of the contract', async () => {
  const { application } = await startApplication()
  expect(Object.keys(application.handlers).sort()).toEqual([...callNames].sort())
  expect(await dispatch(application, 'app.info', {})).toMatchObject({ ok: true, value: { version: '0.0.0-test' } })
})

it('refuses what is not in the contract, naming the field', async () => {
  const { application } = await startApplication()
  expect(await dispatch(application, 'projects.create', { name: '' })).toMatchObject({
    ok: false,
    error: { kind: 'usage', message: expect.stringContaining('name') as string },
  })
  expect(await dispatch(application, 'projects.open', { project: '../x' })).toMatchObject({
    ok: false,
    error: { kind: 'usage' },
  })
  expect(await dispatch(application, 'shutdown', {})).toMatchObject({ ok: false, error: { kind: 'refused' } })
})

it('takes a sample into a project and leaves one complete file and no scratch', async () => {
  const { application, folder } = await startApplication()
  const { handlers } = application
  const { id: project } = await handlers['projects.create']({ name: 'Birds' })
  const { file } = await handlers['samples.file']({ sample: 'penguins' })
  const inspection = await handlers['datasets.inspect']({ file, options: {} })
  expect(inspection.columns[0]).toMatchObject({ name: 'species', kind: 'category' })
  const dataset = await handlers['datasets.import']({ project, job: 'j', file, options: {} })
  expect(dataset).toMatchObject({ name: 'penguins', rows: 344 })
  expect(await handlers['recipes.get']({ project, dataset: dataset.id })).toMatchObject({ version: 1 })
  expect(await handlers['jobs.list']({})).toMatchObject([{ id: 'j', state: 'done' }])
  await application.close()
  expect(existsSync(join(folder, 'scratch'))).toBe(false)
  expect((await readdir(join(folder, 'projects'))).filter((name) => name !== '.trash')).toEqual(['Birds.descent'])
})

it('tells a command that another program writes, and shows the project to a person', async () => {
  const { application, folder } = await startApplication()
  const path = join(folder, 'x.descent')
  await application.openProjectFile(path, { create: true })
  const { application: command } = await startApplication({ host: 'cli' })
  await expect(command.openProjectFile(path, { create: true })).rejects.toMatchObject({ kind: 'busy' })
  const { project } = await command.openProjectFile(path, { create: false, readOnly: true })
  expect(await command.handlers['projects.get']({ project })).toMatchObject({ readOnly: true })
  const { application: studio } = await startApplication()
  const opened = await studio.openProjectFile(path, { create: false })
  expect(await studio.handlers['projects.get'](opened)).toMatchObject({ readOnly: true })
})
