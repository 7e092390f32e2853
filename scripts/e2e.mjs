import { ensureBuilt } from './setup/all.mjs'
import { ensureChromium } from './setup/browser.mjs'
import { main } from './setup/report.mjs'
import { endToEnd } from './test/suites.mjs'

await main(async () => {
  await ensureBuilt()
  const { passed, failed } = await endToEnd(await ensureChromium(), process.argv.slice(2))
  process.stdout.write(`${passed} passed, ${failed} failed\n`)
  return failed === 0 && passed > 0 ? 0 : 1
})
