import { runCommandLine } from '../../src/main/cli/main.ts'
import { sourceEntries } from './sourceEntries.ts'

/** The command line from source, as a program of its own: what `out/main/cli.js` is when built. */
process.exitCode = await runCommandLine(process.argv.slice(2), {
  entries: sourceEntries,
  rendererFolder: new URL('../../out/renderer/', import.meta.url),
})
