import type { Page } from '@playwright/test'
import { dropTable, figure, fillNumber, importTable, leadingNumber, prepareFor, stepLink } from './support/steps.ts'
import { expect, screenshot, test } from './support/studio.ts'
import { flowersCsv } from './support/table.ts'

/** Trains a short run from the form that is shown, and waits for its end. */
async function trainShortRun(page: Page, learningRate: number): Promise<void> {
  await fillNumber(page, 'Learning rate', learningRate)
  await fillNumber(page, 'Epochs', 12)
  await page.getByRole('button', { name: 'Start training' }).click()
  await expect(page.getByRole('button', { name: 'Evaluate', exact: true })).toBeVisible()
}

const row = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(`Compare ${name}\\b`) })
const allRows = (page: Page) => page.getByRole('region', { name: 'All runs' }).getByRole('row', { name: /Compare/ })

test('runs are tested on another table, starred, tagged, noted, searched, removed and taken back, and compared', async ({
  studioPage: page,
  folder,
}) => {
  await importTable(page, folder, 'flowers of later.csv', flowersCsv(90))
  await dropTable(page, 'flowers.csv', flowersCsv())
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '301')
  await prepareFor(page, 'kind')

  await test.step('two runs on the table itself', async () => {
    await trainShortRun(page, 0.002)
    await expect(figure(page, 'Test accuracy')).toContainText('45 rows')
    await page.getByRole('button', { name: 'New run', exact: true }).click()
    await trainShortRun(page, 0.02)
  })

  await test.step('a third one whose test rows are another table', async () => {
    await stepLink(page, 'Prepare').click()
    await page.getByRole('combobox', { name: 'Test rows' }).click()
    await page.getByRole('option', { name: 'flowers of later (90 rows)' }).click()
    await page.getByRole('button', { name: 'Continue to Train' }).click()
    await page.getByRole('button', { name: 'Train again' }).click()
    await trainShortRun(page, 0.02)
    const tested = figure(page, 'Test accuracy')
    await expect(tested).toContainText('90 rows')
    const accuracy = async () => leadingNumber(await tested.getByRole('definition').first().textContent())
    await expect.poll(accuracy).toBeGreaterThan(0.5)
    await screenshot(page, 'runs-1-test-table')
  })

  await test.step('star, tag and note are there after a reload', async () => {
    await stepLink(page, 'Runs').click()
    await expect(allRows(page)).toHaveCount(3)
    await page.getByRole('button', { name: 'Star Run 2' }).click()
    await row(page, 'Run 2').click()
    const details = page.getByRole('complementary', { name: 'Details' })
    await details.getByRole('combobox', { name: 'Tags' }).fill('steep')
    await details.getByRole('combobox', { name: 'Tags' }).press('Enter')
    await expect(row(page, 'Run 2')).toContainText('steep')
    await details.getByRole('textbox', { name: 'Notes' }).fill('ten times the rate, as at the seaside')
    await details.getByRole('textbox', { name: 'Notes' }).blur()
    await expect(page.getByText('saved', { exact: true })).toBeVisible()
    await page.reload()
    await expect(page.getByRole('button', { name: 'Star Run 2' })).toHaveAttribute('aria-pressed', 'true')
    await expect(page.getByRole('button', { name: 'Star Run 1' })).toHaveAttribute('aria-pressed', 'false')
    await expect(row(page, 'Run 2')).toContainText('steep')
  })

  await test.step('search finds a run by its note, and by its star', async () => {
    const search = page.getByRole('textbox', { name: 'Search runs' })
    await search.fill('seaside')
    await expect(allRows(page)).toHaveCount(1)
    await expect(row(page, 'Run 2')).toBeVisible()
    await search.fill('mountains')
    await expect(page.getByText('No run fits the search and the filters.')).toBeVisible()
    await page.getByRole('button', { name: 'Show all runs' }).click()
    await page.getByRole('button', { name: 'Starred', exact: true }).click()
    await expect(allRows(page)).toHaveCount(1)
    await page.getByRole('button', { name: 'Starred', exact: true }).click()
    await expect(allRows(page)).toHaveCount(3)
  })

  await test.step('a removed run comes back by Ctrl+Z', async () => {
    await page.getByRole('button', { name: 'Actions for Run 2' }).click()
    await page.getByRole('menuitem', { name: 'Remove' }).click()
    await expect(row(page, 'Run 2')).toBeHidden()
    await expect(allRows(page)).toHaveCount(2)
    await page.keyboard.press('Control+z')
    await expect(row(page, 'Run 2')).toContainText('steep')
    await expect(allRows(page)).toHaveCount(3)
  })

  await test.step('two runs compared: both curves, parallel coordinates, only what differs', async () => {
    await page.getByRole('checkbox', { name: 'Compare Run 1' }).check()
    await page.getByRole('checkbox', { name: 'Compare Run 2' }).check()
    const curves = page.getByRole('figure', { name: 'Validation loss', exact: true })
    await expect(curves).toHaveAccessibleDescription(/ of 2 runs: Run 2, Run 1\.|of 2 runs: Run 1, Run 2\./)
    await expect(curves.getByRole('button', { name: 'Run 1', exact: true })).toHaveAttribute('aria-pressed', 'true')
    await expect(curves.getByRole('button', { name: 'Run 2', exact: true })).toHaveAttribute('aria-pressed', 'true')
    const parallel = page.getByRole('figure', { name: 'Settings and score', exact: true })
    await expect(parallel).toHaveAccessibleDescription(/^2 runs over Learning rate, /)
    await expect(
      parallel.getByRole('img', { name: 'Settings and score' }).locator('g').first().locator('path'),
    ).toHaveCount(2)
    await expect(page.getByRole('figure', { name: / against / })).toBeVisible()
    const different = page
      .getByRole('table')
      .filter({ has: page.getByRole('columnheader', { name: 'Setting', exact: true }) })
    await expect(different.getByRole('rowheader')).toHaveText(['Learning rate'])
    await expect(different.getByRole('cell').filter({ hasText: /^0\.02$/ })).toHaveCount(1)
    await expect(different.getByRole('cell').filter({ hasText: /^0\.002$/ })).toHaveCount(1)
    await screenshot(page, 'runs-2-compared')
    await curves.getByRole('button', { name: 'Values' }).click()
    const values = page.getByRole('region', { name: 'Values of Validation loss' }).getByRole('row')
    await expect(values).toHaveCount(13)
    expect((await values.last().getByRole('cell').allTextContents()).map(leadingNumber).every(Number.isFinite)).toBe(
      true,
    )
  })

  await test.step('another test table is a difference, too', async () => {
    await page.getByRole('checkbox', { name: 'Compare Run 1' }).uncheck()
    await page.getByRole('checkbox', { name: 'Compare Run 3' }).check()
    await expect(page.getByRole('rowheader', { name: 'Split', exact: true })).toBeVisible()
    await expect(page.getByRole('cell', { name: /test by another table/ })).toHaveCount(1)
  })
})
