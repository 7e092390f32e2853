import { join } from 'node:path'
import { ensureBuilt } from './setup/all.mjs'
import { hasDisplay, openInElectron } from './setup/electron.mjs'
import { out, pinnedNode } from './setup/paths.mjs'
import { main, say } from './setup/report.mjs'
import { become } from './setup/run.mjs'

const args = process.argv.slice(2)

await main(async () => {
  await ensureBuilt()
  // Options of the browser host (a port, a folder) ask for that host.
  if (args.length === 0) {
    const session = await openInElectron([])
    if ('code' in session) return session.code
    say(`Opening the studio in the browser host, because ${session.reason}.`)
  }
  const options = hasDisplay() || args.includes('--no-open') ? args : [...args, '--no-open']
  return become(pinnedNode, [join(out, 'main', 'serve.js'), ...options])
})
