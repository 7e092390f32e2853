import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApplication } from '../../../src/main/createApplication.ts'
import { runConfigSchema } from '../../../src/shared/training.ts'
import { sourceEntries } from '../sourceEntries.ts'

/**
 * Trains until it is killed: resumes what was interrupted, or starts a run of the only dataset, and starts another when
 * it ends. Ready with the first event of a run; every event is a line. Arguments: project file, configuration.
 */
const [path = '', configText = ''] = process.argv.slice(2)
const scratch = mkdtempSync(join(tmpdir(), 'descent-killed-'))
const application = await createApplication({
  entries: sourceEntries,
  host: 'cli',
  version: '0.0.0',
  projectsFolder: join(scratch, 'projects'),
  scratchFolder: join(scratch, 'files'),
})
const { handlers } = application
const { project } = await application.openProjectFile(path, { create: false })
const { datasets, runs } = await handlers['projects.get']({ project })
const dataset = datasets[0]?.id ?? ''
const config = runConfigSchema.parse(JSON.parse(configText))

async function start(): Promise<void> {
  const { recipe } = await handlers['recipes.suggest']({ project, dataset, target: 'weight' })
  await handlers['runs.start']({ project, dataset, recipe, config })
}

let isReady = false
application.events.subscribe('run', (progress) => {
  if (!isReady) process.stdout.write('ready\n')
  isReady = true
  process.stdout.write(`${JSON.stringify({ run: progress.run, epoch: progress.epoch, at: Date.now() })}\n`)
  if (progress.state === 'finished') void start()
})
const interrupted = runs.find(({ state }) => state === 'interrupted')
if (interrupted === undefined) await start()
else await handlers['runs.resume']({ project, run: interrupted.id })
