import type { Locator, Page } from '@playwright/test'
import {
  card,
  epochsDone,
  figure,
  fillNumber,
  importTable,
  leadingNumber,
  prepareFor,
  startLongRun,
  stepLink,
  stopRun,
} from './support/steps.ts'
import { expect, screenshot, test } from './support/studio.ts'
import { flowersCsv } from './support/table.ts'

/** Settings and network of the run that is shown, in the right region. */
const settings = (page: Page) => page.getByRole('complementary', { name: 'Details' })

const lossCurve = (page: Page) => page.getByRole('figure', { name: 'Loss', exact: true })

test('a run is paused, saved, changed, resumed, stopped at its best, extended, and looked into step by step', async ({
  studioPage: page,
  folder,
}) => {
  await importTable(page, folder, 'flowers.csv', flowersCsv())
  await prepareFor(page, 'kind')
  await startLongRun(page)
  let paused = 0
  let stopped = 0
  let best = 0

  await test.step('pause: the epoch stands still, whatever else is done', async () => {
    await expect.poll(() => epochsDone(page)).toBeGreaterThan(10)
    await page.getByRole('button', { name: 'Pause', exact: true }).click()
    await expect(page.getByRole('button', { name: 'Resume', exact: true })).toBeVisible()
    await page.getByRole('button', { name: 'Change', exact: true }).click()
    const save = page.getByRole('button', { name: 'Save a checkpoint now' })
    await save.click()
    const saved = page.getByText(/^Saved at epoch [\d,]+\.$/)
    paused = leadingNumber(await saved.textContent())
    await expect.poll(() => epochsDone(page)).toBe(paused)
    await fillNumber(page, 'Learning rate', 0.0021)
    await page.getByRole('button', { name: 'Change the run' }).click()
    await expect(settings(page)).toContainText('learning rate 0.0021')
    await page.reload()
    await expect(page.getByRole('button', { name: 'Resume', exact: true })).toBeVisible()
    expect(await epochsDone(page)).toBe(paused)
    await expect(figure(page, 'Learning rate')).toContainText('0.0021')
    await screenshot(page, 'train-1-paused')
  })

  await test.step('resume: it goes on from there', async () => {
    await page.getByRole('button', { name: 'Resume', exact: true }).click()
    await expect.poll(() => epochsDone(page)).toBeGreaterThan(paused + 10)
    await expect(lossCurve(page)).toHaveAccessibleDescription(/On the way: learning rate 0\.0021\./)
  })

  await test.step('stop: the best epoch is what is kept', async () => {
    const bestNow = async () => / at ([\d,]+)/.exec((await figure(page, 'Validation loss').textContent()) ?? '')?.[1]
    await expect.poll(async () => (await epochsDone(page)) - leadingNumber(await bestNow())).toBeGreaterThan(20)
    await stopRun(page)
    const outcome = card(page, 'Why it ended')
    await expect(outcome).toContainText('You stopped it at epoch')
    const [, at = '', kept = ''] =
      /stopped it at epoch ([\d,]+)\. The weights of epoch ([\d,]+), the best one/.exec(
        (await outcome.textContent()) ?? '',
      ) ?? []
    stopped = leadingNumber(at)
    best = leadingNumber(kept)
    expect(best).toBeLessThan(stopped)
    const row = (name: string) => card(page, 'Best and last').getByRole('row', { name }).getByRole('cell')
    await expect(row('Epoch')).toHaveText([kept, at])
    const [bestLoss, lastLoss] = await row('Validation loss').allTextContents()
    expect(Number(bestLoss)).toBeLessThan(Number(lastLoss))
    await stepLink(page, 'Evaluate').click()
    await expect(page.getByText(`with the weights of epoch ${kept}`, { exact: false })).toBeVisible()
    await stepLink(page, 'Train').click()
  })

  await test.step('extend: more epochs, on the same curve', async () => {
    await fillNumber(page, 'More epochs', 7)
    await page.getByRole('button', { name: 'Extend', exact: true }).click()
    const end = (stopped + 7).toLocaleString('en-US')
    await expect(card(page, 'Why it ended')).toContainText(`All ${end} epochs were run.`)
    await expect(lossCurve(page)).toHaveAccessibleDescription(new RegExp(`^After ${end} epochs`))
    await lossCurve(page).getByRole('button', { name: 'Values' }).click()
    const rows = page.getByRole('region', { name: 'Values of Loss' }).getByRole('row')
    const epochOf = async (row: Locator) => leadingNumber(await row.getByRole('cell').first().textContent())
    await expect.poll(() => epochOf(rows.last())).toBe(stopped + 7)
    expect(await epochOf(rows.nth(1))).toBe(1)
    await screenshot(page, 'train-2-extended')
  })

  await test.step('one step of a row: the loss, phase by phase, and a gradient that is measured', async () => {
    await page.getByRole('button', { name: 'One step…' }).click()
    const dialog = page.getByRole('dialog', { name: /^One step of Run 1, seen/ })
    const loss = dialog.getByRole('definition').nth(1)
    await expect(dialog.getByRole('term').nth(1)).toHaveText('Loss')
    await expect.poll(async () => Number(await loss.textContent())).toBeGreaterThan(0)
    const phase = (title: RegExp | string) => dialog.getByText(title).first()
    const next = dialog.getByRole('button', { name: 'Next', exact: true })
    const back = dialog.getByRole('button', { name: 'Back', exact: true })
    await expect(phase(/^1 of \d+ · Forward: inputs$/)).toBeVisible()
    await expect(back).toBeDisabled()
    await next.click()
    await expect(phase(/^2 of \d+ · Forward: layer 1, sums$/)).toBeVisible()
    await expect(dialog.getByText(/^z = Σ w · x \+ b = /)).toBeVisible()
    await back.click()
    await expect(phase(/^1 of /)).toBeVisible()
    while (!(await phase(/ · The loss$/).isVisible())) await next.click()
    const formula = (await dialog.getByText(/^L = −ln p\((alba|rubra|nigra)\) = −ln /).textContent()) ?? ''
    // The probability is a float32: the last digits differ.
    expect(Number(formula.split(' = ').at(-1))).toBeCloseTo(Number(await loss.textContent()), 5)
    await screenshot(page, 'train-3-step-loss')
    while (!(await phase(/ · Backward: output, sums$/).isVisible())) await next.click()
    const gradients = dialog.getByRole('complementary', { name: 'The chosen unit' }).getByRole('table')
    await gradients.getByRole('row', { name: /^bias/ }).getByRole('button').click()
    const check = dialog.getByRole('status')
    await expect(check).toContainText(/^Gradient of “bias”, measured\..*They agree to /)
    await expect(check).toBeInViewport({ ratio: 1 })
    await screenshot(page, 'train-4-step-gradient')
    await dialog.getByRole('button', { name: 'Close' }).or(dialog.locator('.mantine-Modal-close')).first().click()
    await expect(dialog).toBeHidden()
  })
})

test('a learning rate is found by a test, and one far too high is warned of and lowered while it trains', async ({
  studioPage: page,
  folder,
}) => {
  await importTable(page, folder, 'flowers.csv', flowersCsv())
  await prepareFor(page, 'kind')
  const rate = page.getByRole('textbox', { name: 'Learning rate', exact: true })

  await test.step('the range test suggests a rate; one click takes it', async () => {
    await page.getByRole('button', { name: 'Test learning rates' }).click()
    await expect(page.getByRole('figure', { name: 'Loss by learning rate' })).toHaveAccessibleDescription(
      / is suggested\.$/,
    )
    await screenshot(page, 'train-5-range-test')
    const take = page.getByRole('button', { name: /^Take [\d.e-]+$/ })
    const suggested = ((await take.textContent()) ?? '').replace('Take ', '')
    await expect(rate).not.toHaveValue(suggested)
    await take.click()
    await expect(rate).toHaveValue(suggested)
  })

  await test.step('a warning offers a lower rate, which the run takes and notes', async () => {
    await fillNumber(page, 'Learning rate', 3)
    await startLongRun(page)
    // More than one warning may come, each with its own rate; the worst one stands first.
    const warnings = page.getByRole('status', { name: 'Warnings' })
    await warnings
      .getByRole('button', { name: /^Learning rate (1|0\.3)$/ })
      .first()
      .click()
    await screenshot(page, 'train-6-warning')
    await expect(settings(page)).toContainText(/From step [\d,]+learning rate (1|0\.3)/)
    await expect(lossCurve(page)).toHaveAccessibleDescription(/On the way: learning rate (1|0\.3)\./)
    await stopRun(page)
    await expect(card(page, 'Why it ended')).toContainText('You stopped it at epoch')
  })
})
