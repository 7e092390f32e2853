import { openMeasured, spent } from './counters.mjs'

const scrolls = 40

/** Starred runs, of those that are drawn. */
const pressed = 'table button[aria-pressed="true"]'
const stars = (page) => page.locator(pressed).count()

const painted = (page) =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))

/**
 * What the table of a project's runs costs the window: opening it, sorting, searching, scrolling, a star; and a star, of one
 * run and of all, while all of them are compared.
 */
export async function measureTable(browser, address) {
  const { page, session } = await openMeasured(browser, address)
  page.setDefaultTimeout(60_000)
  const cost = async (work) => (await spent(session, work)).milliseconds
  try {
    await page.getByRole('link', { name: /^Many runs/ }).click()
    const steps = page.getByRole('navigation', { name: 'Steps' })
    await steps.getByRole('link', { name: 'Train' }).click()
    await page.getByRole('button', { name: 'Evaluate' }).waitFor()
    const table = page.getByRole('table').first()
    const all = page.getByRole('checkbox', { name: 'Select every run shown' })
    const found = {}
    found.open = await cost(async () => {
      await steps.getByRole('link', { name: 'Runs' }).click()
      await all.waitFor()
      await painted(page)
    })
    await page.waitForTimeout(2000)
    found.sort = await cost(async () => {
      await table.getByRole('button', { name: 'Epochs', exact: true }).click()
      await painted(page)
    })
    found['search, a letter'] = await cost(async () => {
      await page.getByRole('textbox', { name: 'Search runs' }).press('7')
      await painted(page)
    })
    await page.getByRole('textbox', { name: 'Search runs' }).fill('')
    await page.waitForTimeout(500)
    await table.hover()
    const scrolled = await cost(async () => {
      for (let step = 0; step < scrolls; step += 1) {
        await page.mouse.wheel(0, 400)
        await painted(page)
      }
    })
    found['each scroll'] = Object.fromEntries(Object.entries(scrolled).map(([kind, sum]) => [kind, sum / scrolls]))
    const star = async (click) => {
      const before = await stars(page)
      await click()
      await page.waitForFunction(
        ([selector, least]) => document.querySelectorAll(selector).length !== least,
        [pressed, before],
      )
      await painted(page)
    }
    const starOne = () => star(() => table.locator('button[aria-pressed="false"]').nth(5).click())
    found['star one'] = await cost(starOne)
    await all.check()
    await page.getByRole('figure', { name: 'Settings and score' }).waitFor()
    await page.waitForTimeout(3000)
    found['star one, all compared'] = await cost(starOne)
    const chosen = page.getByRole('toolbar', { name: 'Chosen runs' })
    found['star all, all compared'] = await cost(() => star(() => chosen.getByRole('button', { name: 'Star' }).click()))
    return found
  } finally {
    await page.close()
  }
}
