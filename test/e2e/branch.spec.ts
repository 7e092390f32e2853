import type { Page } from '@playwright/test'
import {
  card,
  epochsDone,
  fillNumber,
  importTable,
  prepareFor,
  startLongRun,
  stepLink,
  stopRun,
  switchOff,
} from './support/steps.ts'
import { expect, screenshot, test } from './support/studio.ts'
import { flowersCsv } from './support/table.ts'

const slider = (page: Page) => page.getByRole('slider', { name: 'Epoch looked at' })
const travel = (page: Page) => page.locator('section').filter({ has: slider(page) })
const heading = (page: Page, name: RegExp) => travel(page).getByRole('heading', { name })
const fit = (page: Page) =>
  page.locator('section').filter({ has: page.getByRole('heading', { name: /^Fit (now|after epoch)/ }) })
const scores = (page: Page) => fit(page).locator('dl').textContent()
const whatIf = (page: Page) => card(page, 'What if? One row')
const probabilities = (page: Page) => whatIf(page).getByLabel('Probabilities').textContent()

test('a person goes through the kept epochs of a run, and branches from one of them', async ({
  studioPage: page,
  folder,
}) => {
  await importTable(page, folder, 'flowers.csv', flowersCsv())
  await prepareFor(page, 'kind')

  await test.step('train for some epochs', async () => {
    await switchOff(page, 'Early stopping')
    await fillNumber(page, 'Epochs', 64)
    await page.getByRole('button', { name: 'Start training' }).click()
    await expect(card(page, 'Why it ended')).toContainText('All 64 epochs were run.')
  })

  await test.step('go to the first epoch by the keyboard: its scores, pictures and prediction follow', async () => {
    await expect(fit(page).getByRole('table').first()).toBeVisible()
    const before = await scores(page)
    await page.getByRole('button', { name: 'Predict a row' }).click()
    await expect(whatIf(page)).toContainText(/By the weights after epoch \d+, the best\./)
    const predicted = await probabilities(page)
    await slider(page).focus()
    await slider(page).press('Home')
    await expect(heading(page, /^Epoch 1\b/)).toBeVisible()
    await expect(slider(page)).toHaveAttribute('aria-valuetext', /^Epoch 1\. On the validation rows: accuracy \d/)
    await expect.poll(() => scores(page)).not.toBe(before)
    await expect(whatIf(page)).toContainText('By the weights after epoch 1.')
    await expect.poll(() => probabilities(page)).not.toBe(predicted)
    await slider(page).press('ArrowRight')
    await expect(heading(page, /^Epoch 2\b/)).toBeVisible()
    await screenshot(page, 'branch-1-epoch')
    await slider(page).press('End')
    await expect(heading(page, /^Epoch 64, .*the last$/)).toBeVisible()
    await slider(page).press('Home')
    await page.getByRole('button', { name: 'Back to best' }).click()
    await expect(heading(page, /, the best/)).toBeVisible()
    await expect.poll(() => scores(page)).toBe(before)
    await expect.poll(() => probabilities(page)).toBe(predicted)
  })

  await test.step('branch from the second epoch, with fewer epochs to go', async () => {
    await slider(page).focus()
    await slider(page).press('Home')
    await slider(page).press('ArrowRight')
    await page.getByRole('button', { name: 'Branch from here' }).click()
    await expect(page.getByText('Begins with the weights of “Run 1” after epoch 2', { exact: false })).toBeVisible()
    await fillNumber(page, 'Epochs', 5)
    await expect(page.getByText('A branch goes on with the network and loss of “Run 1”').first()).toBeVisible()
    await expect(page.getByRole('button', { name: /^Add a layer/ })).toHaveCount(0)
    await expect(page.getByRole('textbox', { name: 'Units' })).toBeDisabled()
    await screenshot(page, 'branch-2-form')
  })

  await test.step('new weights would free the network; undo takes that back', async () => {
    await page.getByRole('button', { name: 'Train from new weights instead' }).first().click()
    await expect(page.getByRole('button', { name: 'Start training' })).toBeVisible()
    await expect(page.getByRole('textbox', { name: 'Units' })).toBeEnabled()
    await page.keyboard.press('Control+z')
    await expect(page.getByRole('button', { name: 'Start the branch' })).toBeVisible()
    await expect(page.getByRole('textbox', { name: 'Units' })).toBeDisabled()
  })

  await test.step('the branch is trained', async () => {
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
    await stepLink(page, 'Runs').click()
    const mark = page
      .getByRole('row', { name: /Run 2/ })
      .getByRole('button', { name: 'Branch of Run 1: open it in Train' })
    await expect(mark).toBeVisible()
    await page.getByRole('button', { name: 'Time', exact: true }).click()
    await expect(mark).toBeVisible()
    await screenshot(page, 'branch-4-table')
    await mark.click()
    await expect(page.getByRole('heading', { name: 'Run 1', exact: true }).first()).toBeVisible()
  })
})

test('a person looks back at kept epochs of a run while it trains, and returns to it', async ({
  studioPage: page,
  folder,
}) => {
  await importTable(page, folder, 'flowers.csv', flowersCsv())
  await prepareFor(page, 'kind')
  await startLongRun(page)
  await expect(heading(page, /^Live, after epoch/)).toBeVisible()
  await expect(slider(page)).toHaveAttribute('aria-valuetext', 'Live')

  await test.step('an epoch that is looked at stays, whatever else is kept meanwhile', async () => {
    await slider(page).focus()
    await slider(page).press('Home')
    await slider(page).press('ArrowRight')
    await expect(heading(page, /^Epoch 2\b/)).toBeVisible()
    await expect(fit(page).getByRole('heading', { name: 'Fit after epoch 2' })).toBeVisible()
    await expect(slider(page)).toHaveAttribute('aria-valuetext', /^Epoch 2\. On the validation rows/)
    const place = await slider(page).getAttribute('style')
    const [then, newest] = [await scores(page), await slider(page).getAttribute('aria-valuenow')]
    const epochs = await epochsDone(page)
    await expect.poll(() => epochsDone(page)).toBeGreaterThan(2 * epochs)
    await screenshot(page, 'branch-5-live')
    await expect(heading(page, /^Epoch 2\b/)).toBeVisible()
    expect(await scores(page)).toBe(then)
    expect(await slider(page).getAttribute('aria-valuenow')).toBe(newest)
    expect(await slider(page).getAttribute('style')).toBe(place)
  })

  await test.step('“Live” goes back to the run as it is now', async () => {
    await page.getByRole('button', { name: 'Live', exact: true }).click()
    await expect(heading(page, /^Live, after epoch/)).toBeVisible()
    await expect(fit(page).getByRole('heading', { name: 'Fit now' })).toBeVisible()
    await stopRun(page)
    await expect(heading(page, /, the best/)).toBeVisible()
  })
})
