import { recordWidth } from '../../../src/core/series/records.ts'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createRunCopies } from '../../../src/main/projects/runCopies.ts'
import { createRunServices } from '../../../src/main/runs/createRunServices.ts'
import { createRunStorage } from '../../../src/main/storage/runStorage.ts'
import { DescentError } from '../../../src/shared/errors.ts'
import type { Run } from '../../../src/shared/runs.ts'
import { writePlants } from '../../support/makeTable.ts'
import { startReader } from '../../support/reader.ts'
import { startServices } from '../../support/services.ts'
import { sourceEntries } from '../../support/sourceEntries.ts'

test('a disk that fills up during training ends the run, says so, and leaves what was stored', async () => {
  const reader = startReader()
  const { root, storage, side, events, jobs, files, artifacts, handlers, projects } = await startServices(reader)
  const real = createRunStorage(storage)
  let room = Infinity
  const { handlers: runs, close } = createRunServices({
    entries: sourceEntries,
    reader,
    files,
    artifacts,
    jobs,
    events,
    copies: createRunCopies(side, projects.pathOf),
    storage: {
      ...real,
      commitRun: (project, run, changes) =>
        room-- > 0 ? real.commitRun(project, run, changes) : Promise.reject(new DescentError('disk-full', 'Full.')),
    },
  })
  onTestFinished(close)

  const project = await projects.openFile(join(root, 'p.descent'), { create: true, readOnly: false, orReadOnly: false })
  const { file } = await files.register(await writePlants(join(root, 'plants.csv'), 300), 'plants.csv')
  const { id: dataset } = await handlers['datasets.import']({ project, job: 'j', file, options: {} })
  const { recipe } = await runs['recipes.suggest']({ project, dataset, target: 'kind' })
  const usual = await runs['runs.defaults']({ project, dataset, recipe, preset: 'fast' })
  const config = { ...usual, training: { ...usual.training, epochs: 1_000_000, earlyStopping: null } }
  const { id } = await runs['runs.start']({ project, dataset, recipe, config })
  const ended = new Promise<Run>((resolve, reject) => {
    events.subscribe('run', ({ state, epoch }) => {
      if (state === 'running' && epoch > 10 && room === Infinity) room = 1
      if (state === 'failed') runs['runs.get']({ project, run: id }).then(resolve, reject)
    })
  })
  await ended
  expect(jobs.list()).toContainEqual(expect.objectContaining({ id, state: 'failed' }))
  const stored = await real.getRun(project, id)
  const series = await real.readSeries(project, id)
  expect(series.length).toBeGreaterThan(0)
  expect(stored.epochs).toBe(series[series.length - recordWidth(config.training)])
  expect(await real.readCheckpoint(project, id)).not.toBeNull()
})
