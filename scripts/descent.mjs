import { join } from 'node:path'
import { ensureBuilt } from './setup/all.mjs'
import { out, pinnedNode } from './setup/paths.mjs'
import { main } from './setup/report.mjs'
import { become } from './setup/run.mjs'

// npm changes to the package's folder; file names are meant from where the person stands.
const cwd = process.env.INIT_CWD ?? process.cwd()

await main(async () => {
  await ensureBuilt()
  return become(pinnedNode, [join(out, 'main', 'cli.js'), ...process.argv.slice(2)], { cwd })
})
