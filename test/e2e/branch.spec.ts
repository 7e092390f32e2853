import type { Page } from '@playwright/test'
import { card, fillNumber, importTable, prepareFor } from './support/steps.ts'
import { expect, screenshot, test } from './support/studio.ts'
import { flowersCsv } from './support/table.ts'

const slider = (page: Page) => page.getByRole('slider', { name: 'Epoch looked at' })
const travel = (page: Page) => page.locator('section').filter({ has: slider(page) })

test('a person goes through the kept epochs of a run, and branches from one of them', async ({
  studioPage: page,
  folder,
}) => {
  await importTable(page, folder, 'flowers.csv', flowersCsv())
  await prepareFor(page, 'kind')

  await test.step('train for some epochs', async () => {
    await page.getByRole('switch', { name: 'Early stopping' }).uncheck({ force: true })
    await fillNumber(page, 'Epochs', 64)
    await page.getByRole('button', { name: 'Start training' }).click()
    await expect(card(page, 'Why it ended')).toContainText('All 64 epochs were run.')
  })

  await test.step('go to the first epoch by the keyboard: its scores and picture follow', async () => {
    await expect(travel(page).getByRole('table').first()).toBeVisible()
    const before = await travel(page).locator('dl').textContent()
    await slider(page).focus()
    await slider(page).press('Home')
    await expect(travel(page).getByRole('heading', { name: /^Epoch 1\b/ })).toBeVisible()
    await expect.poll(() => travel(page).locator('dl').textContent()).not.toBe(before)
    await slider(page).press('ArrowRight')
    await expect(travel(page).getByRole('heading', { name: /^Epoch 2\b/ })).toBeVisible()
    await screenshot(page, 'branch-1-epoch')
    await page.getByRole('button', { name: 'Back to best' }).click()
    await expect(travel(page).getByRole('heading', { name: /, the best$/ })).toBeVisible()
    await expect.poll(() => travel(page).locator('dl').textContent()).toBe(before)
  })

  await test.step('branch from the second epoch, with fewer epochs to go', async () => {
    await slider(page).focus()
    await slider(page).press('Home')
    await slider(page).press('ArrowRight')
    await page.getByRole('button', { name: 'Branch from here' }).click()
    await expect(page.getByText('Begins with the weights of “Run 1” after epoch 2', { exact: false })).toBeVisible()
    await fillNumber(page, 'Epochs', 5)
    await screenshot(page, 'branch-2-form')
    await page.getByRole('button', { name: 'Start the branch' }).click()
    await expect(page.getByRole('heading', { name: 'Run 2', exact: true }).first()).toBeVisible()
    await expect(card(page, 'Why it ended')).toContainText('All 5 epochs were run.')
  })

  await test.step('both know each other', async () => {
    const details = page.getByRole('complementary', { name: 'Details' })
    await expect(details).toContainText('from Run 1, epoch 2')
    await screenshot(page, 'branch-3-child')
    await details.getByRole('button', { name: 'Run 1', exact: true }).click()
    await expect(details.getByRole('button', { name: 'Run 2', exact: true })).toBeVisible()
  })
})
