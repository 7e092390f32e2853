import { toFailure } from '../shared/errors.ts'
import { serve } from './browser-host/serve.ts'
import { createApplication } from './createApplication.ts'
import { bundledEntries } from './entries.ts'
import { version } from './version.ts'

/** The browser host's composition root. */
try {
  process.exitCode = await serve(process.argv.slice(2), {
    createApplication,
    entries: bundledEntries(import.meta.url),
    rendererFolder: new URL('../renderer/', import.meta.url),
    version,
  })
} catch (error) {
  const failure = toFailure(error)
  process.stderr.write(`${failure.message}\n${failure.hint === undefined ? '' : `${failure.hint}\n`}`)
  process.exitCode = failure.kind === 'usage' ? 2 : failure.kind === 'unusable-input' ? 3 : 1
}
