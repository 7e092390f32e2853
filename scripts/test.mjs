import { ensureBuilt } from './setup/all.mjs'
import { ensureChromium } from './setup/browser.mjs'
import { main, say } from './setup/report.mjs'
import { endToEnd, rust, typescript } from './test/suites.mjs'

await main(async () => {
  await ensureBuilt()
  const suites = [
    ['Rust', () => rust()],
    ['TypeScript', (chromium) => typescript(chromium)],
    ['end to end', (chromium) => endToEnd(chromium)],
  ]
  const lines = []
  let passed = 0
  let failed = 0
  const chromium = await ensureChromium()
  for (const [title, suite] of suites) {
    say(`\n── ${title}`)
    const result = await suite(chromium)
    passed += result.passed
    failed += result.failed
    lines.push(`${title}: ${result.passed} passed, ${result.failed} failed`)
  }
  say(`\n${lines.join('\n')}`)
  // The sum is what a caller reads: it goes to standard output, last and alone.
  process.stdout.write(`${passed} passed, ${failed} failed\n`)
  return failed === 0 && passed > 0 ? 0 : 1
})
