import { ensureBuilt } from './setup/all.mjs'
import { main, say } from './setup/report.mjs'

await main(async () => {
  await ensureBuilt()
  say('Built: out/native (engine), out/main, out/preload, out/renderer (application).')
})
