import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, screenshot, test } from './support/studio.ts'
import { flowersCsv } from './support/table.ts'

const stepLink = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Steps' }).getByRole('link', { name, exact: true })
const features = (page: Page) => page.getByRole('region', { name: 'Features', exact: true })
const titles = async (page: Page) =>
  (await features(page).locator('[data-step] strong').allTextContents()).map((text) => text.trim())

async function openFlowers(page: Page, folder: string): Promise<void> {
  const path = join(folder, 'flowers.csv')
  writeFileSync(path, flowersCsv())
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Open a file…' }).click()
  await (await chooser).setFiles(path)
  await page.getByRole('dialog').getByRole('button', { name: 'Import', exact: true }).click()
  await stepLink(page, 'Prepare').click()
  await page.getByRole('combobox', { name: 'Role of kind' }).selectOption('Target')
  await expect(page.getByRole('region', { name: 'Target' })).toContainText('classification')
}

test('a recipe is changed step by step, taken back, compared with the suggestion, and trained with', async ({
  studioPage: page,
  folder,
}) => {
  await openFlowers(page, folder)
  const proposed = ['Fill missing values', 'Fill missing values', 'Standardize', 'One-hot encode categories']
  await expect.poll(() => titles(page)).toEqual(proposed)
  await screenshot(page, 'prepare-1-recipe')

  await test.step('find a step in the gallery and add it where it belongs', async () => {
    await page.getByRole('button', { name: 'Add a step', exact: true }).click()
    const gallery = page.getByRole('dialog', { name: 'Add a step' })
    await screenshot(page, 'prepare-2-gallery')
    await gallery.getByRole('textbox', { name: 'Find a step' }).fill('min-max')
    await gallery.getByRole('button', { name: 'Scale to 0…1 (min-max)' }).click()
    await expect.poll(() => titles(page)).toEqual([...proposed.slice(0, 3), 'Scale to 0…1 (min-max)', proposed[3]])
    await screenshot(page, 'prepare-3-added')
  })
})
