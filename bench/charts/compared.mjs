import { openMeasured, spent } from './counters.mjs'

const zooms = 20

/**
 * What comparing the long runs of a project costs the window: choosing them among all runs until their curves are drawn,
 * and each zoom of the chart.
 */
export async function measureCompared(browser, address) {
  const { page, session } = await openMeasured(browser, address)
  try {
    await page.getByRole('link', { name: /^Many runs/ }).click()
    await page.getByRole('navigation', { name: 'Steps' }).getByRole('link', { name: 'Runs' }).click()
    await page.getByRole('textbox', { name: 'Search runs' }).fill('Long')
    const all = page.getByRole('checkbox', { name: 'Select every run shown' })
    await all.waitFor()
    const chart = page.getByRole('figure', { name: 'Validation loss' }).getByRole('application')
    const chosen = await spent(session, async () => {
      const started = performance.now()
      await all.check()
      await chart.locator('canvas').waitFor()
      return performance.now() - started
    })
    await page.waitForTimeout(1000)
    await chart.focus()
    const { milliseconds } = await spent(session, async () => {
      for (let zoom = 0; zoom < zooms; zoom += 1) {
        await page.keyboard.press(zoom % 2 === 0 ? '+' : '0')
        await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)))
      }
    })
    return {
      untilDrawn: { elapsed: chosen.found, ...chosen.milliseconds },
      zoom: Object.fromEntries(Object.entries(milliseconds).map(([kind, sum]) => [kind, sum / zooms])),
    }
  } finally {
    await page.close()
  }
}
