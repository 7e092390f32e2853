import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from '../../scripts/setup/paths.mjs'
import { openApplication } from '../application.mjs'
import { randomFrom } from '../random.mjs'

/** Records of epochs, `width` numbers each: a loss that falls, with noise and now and then a spike, and an accuracy that rises. */
function recordsOf(epochs, width, random) {
  const records = new Float64Array(epochs * width)
  for (let i = 0; i < epochs; i += 1) {
    const train = (0.15 + 1 / (1 + i / 4000)) * (1 + 0.06 * random() + (random() < 1e-4 ? 1 : 0))
    const told = [i + 1, train, train * 1.1, 0.001, (i + 1) / 100, i + 1, train, 0, 1 - train / 2]
    records.set(told.slice(0, width), i * width)
  }
  return records
}

/** One run of one epoch, trained on the sample Penguins in a new project. */
async function trainedOnce(folder, path) {
  const application = await openApplication(folder)
  const { handlers, events } = application
  try {
    const { project } = await application.openProjectFile(path, { create: true })
    const sample = (await handlers['samples.list']({})).find(({ name }) => name.startsWith('Penguins'))
    const { file } = await handlers['samples.file']({ sample: sample.id })
    const dataset = await handlers['datasets.import']({ project, job: crypto.randomUUID(), file, options: {} })
    const of = { project, dataset: dataset.id }
    const { recipe } = await handlers['recipes.suggest']({ ...of, target: 'species' })
    const usual = await handlers['runs.defaults']({ ...of, recipe, preset: 'fast' })
    const config = { ...usual, training: { ...usual.training, epochs: 1, earlyStopping: null } }
    const { id: run } = await handlers['runs.start']({ ...of, recipe, config })
    let found = await handlers['runs.get']({ project, run })
    while (found.state !== 'finished') {
      await new Promise((done) => {
        const unsubscribe = events.subscribe('projectChanged', () => {
          unsubscribe()
          done()
        })
      })
      found = await handlers['runs.get']({ project, run })
    }
    return found
  } finally {
    await application.close()
  }
}

/**
 * A project of `runs` runs that differ in name, seed and curve; the last `long` of them have `epochs` epochs, the others
 * a hundredth of that.
 */
export async function makeProject(folder, path, { runs, long, epochs }) {
  const run = await trainedOnce(folder, path)
  const source = (file) => pathToFileURL(join(root, 'src', file))
  const { recordWidth } = await import(source('core/series/records.ts').href)
  const { createStorage } = await import(source('main/storage/client.ts').href)
  const storage = createStorage(source('main/storage/worker.ts'))
  const random = randomFrom(1)
  try {
    await storage.open('bench', path, { readOnly: false })
    for (let number = 2; number <= runs; number += 1) {
      const own = number > runs - long ? epochs : epochs / 100
      const training = { ...run.config.training, epochs: own, seed: number }
      const copy = { ...run, id: crypto.randomUUID(), name: `Long ${number}`, epochs: own, bestEpoch: own }
      if (own !== epochs) copy.name = `Run ${number}`
      await storage.call('bench', 'createRun', { run: { ...copy, config: { ...run.config, training } } })
      await storage.call('bench', 'commitRun', { run: copy.id, records: recordsOf(own, recordWidth(training), random) })
    }
    await storage.close('bench')
  } finally {
    await storage.end()
  }
}
