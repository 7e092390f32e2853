import { openMeasured, spent } from './counters.mjs'

const fromEpoch = 10_000
const watchedSeconds = 6

async function startTraining(page) {
  await page.getByRole('button', { name: /^Penguins/ }).click()
  await page.getByRole('grid').waitFor()
  await page.getByRole('navigation', { name: 'Steps' }).getByRole('link', { name: 'Train' }).click()
  await page.getByRole('button', { name: 'Start training', disabled: false }).waitFor()
  await page.getByRole('switch', { name: 'Early stopping' }).uncheck({ force: true })
  await page.getByRole('textbox', { name: 'Epochs', exact: true }).fill('1000000')
  await page.getByRole('button', { name: 'Start training' }).click()
  await page.getByRole('figure', { name: 'Loss', exact: true }).getByRole('application').waitFor()
}

const epochShown = (page) =>
  page.evaluate(() => {
    const shown = document.querySelector('[aria-label="Progress"] dd')?.textContent ?? ''
    return Number(/[\d.,\s]*/.exec(shown)?.[0].replace(/\D/g, '') ?? 0)
  })

/** Gaps between animation frames for some time, ascending, in milliseconds. */
const frameGaps = (page, milliseconds) =>
  page.evaluate(async (time) => {
    const gaps = []
    const started = performance.now()
    let last = started
    await new Promise((done) => {
      const frame = (now) => {
        gaps.push(now - last)
        last = now
        if (now - started < time) requestAnimationFrame(frame)
        else done()
      }
      requestAnimationFrame(frame)
    })
    return gaps.slice(1).sort((a, b) => a - b)
  }, milliseconds)

/**
 * What the live loss chart costs the window: a real training on the sample Penguins, watched for some seconds after its
 * 10,000th epoch. The curve is drawn once for each answer about it.
 */
export async function measureLive(browser, address) {
  const { page, session } = await openMeasured(browser, address)
  try {
    await startTraining(page)
    while ((await epochShown(page)) < fromEpoch) await page.waitForTimeout(100)
    let updates = 0
    page.on('response', (response) => {
      if (response.url().endsWith('/call/runs.series')) updates += 1
    })
    const { found: gaps, milliseconds } = await spent(session, () => frameGaps(page, watchedSeconds * 1000))
    const second = (kind) => milliseconds[kind] / watchedSeconds
    return {
      epoch: await epochShown(page),
      updatesPerSecond: updates / watchedSeconds,
      millisecondsPerSecond: { script: second('script'), style: second('style'), layout: second('layout') },
      frameGap: { median: gaps[Math.floor(gaps.length / 2)], p99: gaps[Math.floor(gaps.length * 0.99)] },
    }
  } finally {
    await page.close()
  }
}
