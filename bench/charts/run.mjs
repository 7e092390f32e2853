import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawn } from 'node:child_process'
import { parseArgs } from 'node:util'
import { ensureBuilt } from '../../scripts/setup/all.mjs'
import { ensureChromium } from '../../scripts/setup/browser.mjs'
import { out, pinnedNode } from '../../scripts/setup/paths.mjs'
import { main, say } from '../../scripts/setup/report.mjs'
import { toolEnvironment } from '../../scripts/setup/run.mjs'

/**
 * What the live loss chart costs the window: a real training on the sample Penguins in a real Chromium, watched for
 * some seconds after its 10,000th epoch. Costs are the page's own script, style and layout time as Chromium's
 * performance counters give them, divided by the number of times the curve was drawn again.
 */
const fromEpoch = 10_000
const watchedSeconds = 6

function startStudio(folder) {
  const child = spawn(pinnedNode, [join(out, 'main', 'serve.js'), '--folder', folder, '--no-open'], {
    env: toolEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return new Promise((done, fail) => {
    child.once('exit', (code) => fail(new Error(`the studio ended with code ${code}`)))
    let text = ''
    child.stdout.on('data', (chunk) => {
      text += chunk
      const address = /http:\/\/\S+#token=\S+/.exec(text)?.[0]
      if (address !== undefined) done({ child, address })
    })
  })
}

async function startTraining(page) {
  await page.getByRole('button', { name: /^Penguins/ }).click()
  await page.getByRole('grid').waitFor()
  await page.getByRole('navigation', { name: 'Steps' }).getByRole('link', { name: 'Train' }).click()
  await page.getByRole('button', { name: 'Add layer' }).waitFor()
  await page.getByRole('switch', { name: 'Early stopping' }).uncheck({ force: true })
  await page.getByRole('textbox', { name: 'Epochs', exact: true }).fill('1000000')
  await page.getByRole('button', { name: 'Start training' }).click()
  await page.locator('path.recharts-line-curve').first().waitFor()
}

const epochShown = (page) =>
  page.evaluate(() => {
    const shown = document.querySelector('[aria-label="Progress"] dd')?.textContent ?? ''
    return Number(/[\d.,\s]*/.exec(shown)?.[0].replace(/\D/g, '') ?? 0)
  })

/** Counts redrawn curves and collects the gaps between animation frames, in milliseconds. */
const watch = (page, milliseconds) =>
  page.evaluate(async (time) => {
    const drawn = () => document.querySelector('path.recharts-line-curve')?.getAttribute('d')
    let updates = 0
    let shape = drawn()
    const gaps = []
    const started = performance.now()
    let last = started
    await new Promise((done) => {
      const frame = (now) => {
        const next = drawn()
        if (next !== shape) updates++
        shape = next
        gaps.push(now - last)
        last = now
        if (now - started < time) requestAnimationFrame(frame)
        else done()
      }
      requestAnimationFrame(frame)
    })
    return { updates, gaps: gaps.slice(1).sort((a, b) => a - b) }
  }, milliseconds)

async function counters(session) {
  const { metrics } = await session.send('Performance.getMetrics')
  const value = (name) => metrics.find((metric) => metric.name === name)?.value ?? 0
  return { script: value('ScriptDuration'), style: value('RecalcStyleDuration'), layout: value('LayoutDuration') }
}

async function measure(page) {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  await startTraining(page)
  while ((await epochShown(page)) < fromEpoch) await page.waitForTimeout(100)
  const before = await counters(session)
  const { updates, gaps } = await watch(page, watchedSeconds * 1000)
  const after = await counters(session)
  const epoch = await epochShown(page)
  const perSecond = (name) => ((after[name] - before[name]) * 1000) / watchedSeconds
  return {
    epoch,
    updatesPerSecond: updates / watchedSeconds,
    millisecondsPerSecond: { script: perSecond('script'), style: perSecond('style'), layout: perSecond('layout') },
    frameGap: { median: gaps[Math.floor(gaps.length / 2)], p99: gaps[Math.floor(gaps.length * 0.99)] },
  }
}

await main(async () => {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } })
  await ensureBuilt()
  const executablePath = await ensureChromium()
  const { chromium } = await import('playwright-core')
  const folder = mkdtempSync(join(tmpdir(), 'descent-charts-'))
  const studio = await startStudio(folder)
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] })
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await page.goto(studio.address)
    const found = await measure(page)
    if (values.json) {
      console.log(JSON.stringify(found))
      return
    }
    const { script, style, layout } = found.millisecondsPerSecond
    console.table({
      'epoch reached': found.epoch,
      'curves drawn a second': found.updatesPerSecond.toFixed(1),
      'script, ms a second': script.toFixed(1),
      'style, ms a second': style.toFixed(1),
      'layout, ms a second': layout.toFixed(1),
      'frame gap, median ms': found.frameGap.median.toFixed(1),
      'frame gap, 99 % ms': found.frameGap.p99.toFixed(1),
    })
  } finally {
    await browser.close()
    studio.child.removeAllListeners('exit')
    studio.child.kill('SIGTERM')
    await new Promise((done) => studio.child.once('exit', done))
    rmSync(folder, { recursive: true, force: true })
    say('')
  }
})
