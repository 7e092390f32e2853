import { bundledEntries } from './entries.ts'
import { runCommandLine } from './cli/main.ts'

/** The command line's composition root. */
process.exitCode = await runCommandLine(process.argv.slice(2), {
  entries: bundledEntries(import.meta.url),
  rendererFolder: new URL('../renderer/', import.meta.url),
})
