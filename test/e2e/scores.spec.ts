import { card, fillNumber, importTable, prepareFor, stepLink, switchOff } from './support/steps.ts'
import { expect, screenshot, test } from './support/studio.ts'
import { flowersCsv } from './support/table.ts'

test('a person judges a run: intervals, simple answers, a threshold by its costs, and the rows behind a bin', async ({
  studioPage: page,
  folder,
}) => {
  await importTable(page, folder, 'flowers.csv', flowersCsv())
  await prepareFor(page, 'kind')
  await switchOff(page, 'Early stopping')
  await fillNumber(page, 'Epochs', 6)
  await page.getByRole('button', { name: 'Start training' }).click()
  await expect(card(page, 'Why it ended')).toContainText('All 6 epochs were run.')
  await stepLink(page, 'Evaluate').click()

  await test.step('every score stands beside its interval, the simplest answer and a linear model', async () => {
    const tiles = page.getByLabel('Scores on the validation rows')
    await expect(tiles).toContainText(/linear \d/)
    await expect(tiles).toContainText(/\d to \d/)
    await page.getByRole('button', { name: /^Show \d+ scores/ }).click()
    const row = page.getByRole('row', { name: /Matthews correlation/ })
    await expect(row.getByRole('cell').nth(3)).toHaveText(/^-?[01]\.\d+$/)
    await screenshot(page, 'scores-1-all')
  })

  await test.step('the threshold that costs least is found by the validation rows', async () => {
    const one = card(page, 'One class against the rest')
    await one.getByLabel(/^A missed .* costs/).fill('100')
    await expect(one.getByText('Best threshold, by the validation rows')).toBeVisible()
    await one.getByLabel('A false alarm costs').fill('0')
    await expect(one.getByRole('status').filter({ hasText: 'A mistake must cost more' })).toBeVisible()
    await one.getByLabel('A false alarm costs').fill('1')
    const slider = one.getByRole('slider', { name: /^Threshold of / })
    const before = await slider.getAttribute('aria-valuenow')
    await slider.press('ArrowRight')
    await expect(slider).not.toHaveAttribute('aria-valuenow', before ?? '')
    const take = one.getByRole('button', { name: 'Take the best threshold' })
    await take.click()
    await expect(take).toBeDisabled()
    await screenshot(page, 'scores-2-threshold')
  })

  await test.step('a bin of the calibration curve opens on its rows', async () => {
    const one = card(page, 'One class against the rest')
    await one.getByText('Calibration', { exact: true }).click()
    await one
      .getByRole('button', { name: /\d+% to \d+%/ })
      .first()
      .click()
    await expect(page.getByRole('dialog', { name: /^Validation rows: probability of / })).toBeVisible()
    await screenshot(page, 'scores-3-calibration')
  })
})
