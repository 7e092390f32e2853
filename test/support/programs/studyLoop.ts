import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApplication } from '../../../src/main/createApplication.ts'
import { sourceEntries } from '../sourceEntries.ts'

/**
 * Goes on with the only study that is not over, until it is killed; ready with the first event of it. Waits to be killed
 * where there is none left. Argument: project file.
 */
const [path = ''] = process.argv.slice(2)
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
let isReady = false
application.events.subscribe('study', () => {
  if (!isReady) process.stdout.write('ready\n')
  isReady = true
})
const study = (await handlers['studies.list']({ project })).find(({ state }) => state === 'interrupted')
if (study === undefined) process.stdout.write('ready\n')
else await handlers['studies.resume']({ project, study: study.id })
setInterval(() => {}, 1000)
