import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, screenshot, test } from './support/studio.ts'
import { flowersCsv } from './support/table.ts'

const stepLink = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Steps' }).getByRole('link', { name, exact: true })

const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 })

async function prepare(page: Page, folder: string): Promise<void> {
  const path = join(folder, 'flowers.csv')
  writeFileSync(path, flowersCsv(150))
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Open a file…' }).click()
  await (await chooser).setFiles(path)
  const dialog = page.getByRole('dialog', { name: 'Import flowers.csv' })
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(dialog).toBeHidden()
  await stepLink(page, 'Prepare').click()
  await page.getByRole('combobox', { name: 'Role of kind' }).selectOption('Target')
  await page.getByRole('button', { name: 'Continue to Train' }).click()
}

/** Opens the dialog over the form with a preset. */
async function plan(page: Page, preset: string, what: string) {
  const again = page.getByRole('button', { name: 'New run', exact: true })
  await expect(again.or(heading(page, 'New run'))).toBeVisible()
  if (await again.isVisible()) await again.click()
  await page.getByRole('radio', { name: preset }).click()
  await page.getByRole('button', { name: 'Repeat or search…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Repeat or search' })
  await dialog.getByRole('radio', { name: what }).click()
  return dialog
}

const finished = (page: Page) => expect(page.getByText(/^Finished · predicts kind/)).toBeVisible({ timeout: 30_000 })

test('repeats, folds and a search, their verdicts, and runs that wait', async ({ studioPage: page, folder }) => {
  await prepare(page, folder)

  await test.step('a repeat shows means with their intervals', async () => {
    const dialog = await plan(page, 'Fast', 'Repeat with other seeds')
    await dialog.getByRole('textbox', { name: 'Seeds' }).fill('3')
    await dialog.getByRole('button', { name: 'Start', exact: true }).click()
    await expect(heading(page, 'Repeat 1')).toBeVisible()
    await finished(page)
    await expect(page.getByRole('table', { name: 'Test scores' }).getByRole('row', { name: /Accuracy/ })).toContainText(
      '±',
    )
    await screenshot(page, 'studies-1-repeat')
  })

  await test.step('a cross-validation has a run for each fold', async () => {
    const dialog = await plan(page, 'Linear baseline', 'Cross-validate')
    await dialog.getByRole('textbox', { name: 'Folds' }).fill('3')
    await dialog.getByRole('button', { name: 'Start', exact: true }).click()
    await expect(heading(page, 'Cross-validation 1')).toBeVisible()
    await finished(page)
    await expect(page.getByRole('button', { name: 'Cross-validation 1 · 3', exact: true })).toBeVisible()
  })

  await test.step('a search runs to its end, and its best settings are taken', async () => {
    const dialog = await plan(page, 'Fast', 'Search settings')
    await dialog.getByRole('textbox', { name: 'Trials at most' }).fill('8')
    await dialog.getByRole('button', { name: 'Do not search Dropout' }).click()
    await dialog.getByRole('button', { name: 'Start', exact: true }).click()
    await expect(heading(page, 'Search 1')).toBeVisible()
    await finished(page)
    await expect(page.getByRole('figure', { name: 'Loss by trial' }).locator('.recharts-scatter-symbol')).toHaveCount(8)
    const rate = page.getByText('Learning rate', { exact: true }).first().locator('..').getByRole('definition')
    const searched = Number((await rate.textContent())?.replaceAll(',', ''))
    await screenshot(page, 'studies-2-search')
    await page.getByRole('button', { name: 'Use these settings' }).click()
    await expect(heading(page, 'New run')).toBeVisible()
    const taken = page.getByRole('textbox', { name: 'Learning rate' }).first()
    expect(Number(await taken.inputValue())).toBeCloseTo(searched, 4)
    await page.getByRole('button', { name: 'Start training' }).click()
    await finished(page)
  })

  await test.step('runs are one line a study, and two of them are compared with a verdict', async () => {
    await stepLink(page, 'Runs').click()
    await expect(page.getByRole('row', { name: /^Compare Repeat 1 Runs of/ })).toContainText('±')
    await expect(page.getByRole('button', { name: 'Repeat 1 · 1', exact: true })).toBeHidden()
    await page.getByRole('button', { name: 'Runs of Repeat 1' }).click()
    await expect(page.getByRole('button', { name: 'Repeat 1 · 1', exact: true })).toBeVisible()
    await page.getByRole('checkbox', { name: 'Compare Repeat 1', exact: true }).check()
    await page
      .getByRole('checkbox', { name: /^Compare Run / })
      .first()
      .check()
    await expect(page.getByRole('list', { name: 'Verdicts' })).toContainText(/A tie|is better than|is worse than/)
    await expect(page.getByRole('list', { name: 'Verdicts' })).toContainText('95% interval')
    await screenshot(page, 'studies-3-verdict')
  })

  await test.step('runs that begin later wait in an order that can be changed and taken back', async () => {
    await stepLink(page, 'Train').click()
    for (let run = 0; run < 2; run += 1) {
      await page.getByRole('button', { name: 'New run', exact: true }).or(heading(page, 'New run')).first().waitFor()
      const again = page.getByRole('button', { name: 'New run', exact: true })
      if (await again.isVisible()) await again.click()
      await page.getByRole('button', { name: 'Start later…' }).click()
      await page.getByRole('button', { name: 'Put into the queue' }).click()
      await expect(page.getByRole('button', { name: `${run + 1} waiting` })).toBeVisible()
    }
    await page.getByRole('button', { name: '2 waiting' }).click()
    const names = async () => {
      const waiting = page.getByRole('list', { name: 'Runs that wait' }).getByRole('listitem')
      const texts = await waiting.getByRole('button', { name: /^Run \d+/ }).allTextContents()
      return texts.map((text) => /^Run \d+/.exec(text)?.[0] ?? '')
    }
    await expect.poll(async () => (await names()).length).toBe(2)
    const before = await names()
    await page
      .getByRole('button', { name: `Move ${before[0]}: drag it, or Alt with the arrow keys` })
      .press('Alt+ArrowDown')
    await expect.poll(names).toEqual(before.toReversed())
    await page.keyboard.press('Control+z')
    await expect.poll(names).toEqual(before)
    await page.getByRole('button', { name: `Remove ${before[1]}` }).click()
    await expect(page.getByRole('button', { name: '1 waiting' })).toBeVisible()
    await page.getByRole('button', { name: `Start ${before[0]} first` }).click()
    await expect(page.getByRole('button', { name: /waiting$/ })).toBeHidden()
  })
})
