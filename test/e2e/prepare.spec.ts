import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { stepLink } from './support/steps.ts'
import { expect, screenshot, test } from './support/studio.ts'
import { flowersCsv } from './support/table.ts'

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
  const withMinMax = [...proposed.slice(0, 3), 'Scale to 0…1 (min-max)', ...proposed.slice(3)]
  await expect.poll(() => titles(page)).toEqual(proposed)
  const suggest = page.getByRole('button', { name: /^Suggest a recipe/ })
  await screenshot(page, 'prepare-1-recipe')

  await test.step('find a step in the gallery and add it where it belongs', async () => {
    await page.getByRole('button', { name: 'Add a step', exact: true }).click()
    const gallery = page.getByRole('dialog', { name: 'Add a step' })
    await gallery.getByRole('textbox', { name: 'Find a step' }).fill('min-max')
    await screenshot(page, 'prepare-2-gallery')
    await gallery.getByRole('textbox', { name: 'Find a step' }).press('Enter')
    await expect.poll(() => titles(page)).toEqual(withMinMax)
    await expect(page.getByRole('button', { name: /^Details of Scale to 0…1/ })).toBeFocused()
  })

  await test.step('see a column before and after, and another one', async () => {
    const rows = page.getByRole('table', { name: 'The first rows before and after' })
    await expect(rows.getByRole('rowheader').first()).toHaveText('length before')
    await page.getByRole('combobox', { name: 'Column to look at' }).click()
    await page.getByRole('option', { name: 'width' }).click()
    await expect(rows.getByRole('rowheader')).toHaveText(['width before', 'width after'])
    await screenshot(page, 'prepare-3-before-after')
  })

  await test.step('move it by the keyboard, and by dragging', async () => {
    await page.getByRole('button', { name: /^Details of Scale to 0…1/ }).press('Alt+ArrowUp')
    const moved = [...proposed.slice(0, 2), 'Scale to 0…1 (min-max)', 'Standardize', ...proposed.slice(3)]
    await expect.poll(() => titles(page)).toEqual(moved)
    await page.getByRole('button', { name: /^Details of Scale to 0…1/ }).click()
    const handle = page.getByRole('button', { name: /^Move Scale to 0…1/ })
    await handle.scrollIntoViewIfNeeded()
    const from = await handle.boundingBox()
    const to = await page.getByRole('button', { name: /^Move Standardize/ }).boundingBox()
    expect(from).not.toBeNull()
    expect(to).not.toBeNull()
    await page.mouse.move(from!.x + 8, from!.y + 8)
    await page.mouse.down()
    await page.mouse.move(from!.x + 8, to!.y + 10, { steps: 4 })
    await screenshot(page, 'prepare-4-dragging')
    await page.mouse.up()
    await expect.poll(() => titles(page)).toEqual(withMinMax)
  })

  await test.step('take changes back and do them again', async () => {
    await page.keyboard.press('Control+z')
    await page.keyboard.press('Control+z')
    await expect.poll(() => titles(page)).toEqual(withMinMax)
    await page.keyboard.press('Control+z')
    await expect.poll(() => titles(page)).toEqual(proposed)
    await page.keyboard.press('Control+Shift+z')
    await expect.poll(() => titles(page)).toEqual(withMinMax)
  })

  await test.step('compare with the suggestion and take it', async () => {
    await suggest.click()
    const dialog = page.getByRole('dialog', { name: 'The suggested recipe' })
    await expect(dialog.getByRole('region', { name: 'Steps' })).toContainText('Scale to 0…1 (min-max)')
    await expect(dialog.getByRole('img', { name: 'Removed' })).toBeVisible()
    await screenshot(page, 'prepare-5-suggestion')
    await dialog.getByRole('button', { name: 'Take the suggestion' }).click()
    await expect.poll(() => titles(page)).toEqual(proposed)
  })

  await test.step('write a formula, which is checked while it is typed', async () => {
    await page.getByRole('button', { name: 'Add a step to Rows and columns' }).click()
    await page.getByRole('button', { name: 'Formula column', exact: true }).click()
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('ratio')
    const formula = page.getByRole('textbox', { name: 'Formula', exact: true })
    await formula.fill('length / widht')
    await expect(page.getByText(/“widht” at character 10/)).toBeVisible()
    await formula.fill('length / width')
    await expect(page.getByText(/“widht”/)).toBeHidden()
    await expect(page.getByRole('complementary', { name: 'Details' })).toContainText('ratio')
    await expect(page.getByRole('combobox', { name: 'Role of ratio' })).toHaveValue('feature')
  })

  await test.step('copy the recipe, take a change back, and paste it again', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    const more = page.getByRole('button', { name: 'More for the recipe' })
    await more.click()
    await page.getByRole('menuitem', { name: 'Copy the recipe' }).click()
    await expect(page.getByText('The recipe is on the clipboard', { exact: false })).toBeVisible()
    const text = await page.evaluate(() => navigator.clipboard.readText())
    const formulas = page.getByRole('button', { name: /^Details of Formula column/ })
    await page.getByRole('button', { name: 'More for Formula column' }).click()
    await page.getByRole('menuitem', { name: 'Remove' }).click()
    await expect(formulas).toBeHidden()
    await more.click()
    await page.getByRole('menuitem', { name: 'Paste a recipe or a step…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Paste a recipe' })
    await dialog.getByRole('textbox').fill('no recipe')
    await expect(dialog.getByText('This is not the text of a recipe', { exact: false })).toBeVisible()
    await dialog.getByRole('textbox').fill(text.replaceAll('length', 'depth'))
    await expect(dialog.getByRole('list', { name: 'Columns that are not in the table' })).toContainText('depth')
    await dialog.getByRole('textbox').fill(text)
    await expect(dialog.getByRole('region', { name: 'Steps' })).toContainText('ratio = length / width')
    await screenshot(page, 'prepare-6-paste')
    await dialog.getByRole('button', { name: 'Take it' }).click()
    await expect(formulas).toBeVisible()
  })

  await test.step('train with it', async () => {
    await page.getByRole('button', { name: 'Continue to Train' }).click()
    await page.getByRole('button', { name: 'Start training' }).click()
    await expect(page.getByText('Finished', { exact: false }).first()).toBeVisible({ timeout: 60_000 })
  })
})

test('a finding about the data adds the step that mends it, and is settled by it', async ({
  studioPage: page,
  folder,
}) => {
  const path = join(folder, 'cities.csv')
  const cities = ['Berlin', 'Hamburg', 'Munich']
  const city = (row: number) => (row === 17 ? 'berlin' : cities[row % 3])
  const lines = Array.from({ length: 300 }, (_, row) => `${city(row)},${row % 7}`)
  writeFileSync(path, `city,week\n${lines.join('\n')}\n`)
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Open a file…' }).click()
  await (await chooser).setFiles(path)
  await page.getByRole('dialog').getByRole('button', { name: 'Import', exact: true }).click()
  const merge = page.getByRole('button', { name: 'Merge the two' })
  await merge.click()
  await expect(page.getByText('Merge the two: a step of the recipe does')).toBeVisible()
  await expect(merge).toBeHidden()
  await stepLink(page, 'Prepare').click()
  const step = page.getByRole('button', { name: /^Details of Merge levels, city/ })
  await expect(step).toBeVisible()
  await page.keyboard.press('Control+z')
  await expect(step).toBeHidden()
})

test('rows are dealt by groups and in time, and what is amiss is said and mended where it stands', async ({
  studioPage: page,
  folder,
}) => {
  const path = join(folder, 'loads.csv')
  const day = (row: number) => new Date(Date.UTC(2024, 0, 1 + row)).toISOString().slice(0, 10)
  const lines = Array.from({ length: 240 }, (_, row) => `p${row % 12},${day(row)},${(row * 7) % 31},${(row * 13) % 97}`)
  writeFileSync(path, `person,day,load,score\n${lines.join('\n')}\n`)
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Open a file…' }).click()
  await (await chooser).setFiles(path)
  await page.getByRole('dialog').getByRole('button', { name: 'Import', exact: true }).click()
  await stepLink(page, 'Prepare').click()
  await page.getByRole('combobox', { name: 'Role of score' }).selectOption('Target')
  await expect(page.getByRole('region', { name: 'Target' })).toContainText('Detected: regression')
  const split = page.getByRole('region', { name: 'Split' })
  const deals = split.getByRole('combobox', { name: 'How rows are dealt' })
  const folds = split.getByRole('list', { name: 'Rows of each fold' }).getByRole('listitem')

  await test.step('a role that the split does not follow, with folds by chance', async () => {
    await page.getByRole('combobox', { name: 'Role of person' }).selectOption('Group')
    await split.getByRole('switch', { name: 'Folds for cross-validation' }).click()
    await expect(folds).toHaveCount(5)
    await split.getByRole('button', { name: 'Keep groups together', exact: true }).click()
    await expect(deals.nth(0)).toHaveValue('group')
    await expect(deals.nth(1)).toHaveValue('group')
    await expect(split.getByText('passes by recognizing it')).toBeHidden()
  })

  await test.step('folds that are dealt otherwise than the split', async () => {
    await deals.nth(1).selectOption('By time')
    await expect(split.getByRole('combobox', { name: 'Time', exact: true })).toHaveValue('=day')
    await split.getByRole('button', { name: 'Keep groups together in the folds' }).click()
    await expect(deals.nth(1)).toHaveValue('group')
  })

  await test.step('folds that cannot be dealt stay in sight and hold nothing up', async () => {
    const count = split.getByRole('textbox', { name: 'Folds', exact: true })
    await count.fill('40')
    await expect(split.getByText('too few for 40 folds', { exact: false })).toBeVisible()
    await expect(page.getByRole('complementary', { name: 'Details' })).toContainText('240 of 240')
    await screenshot(page, 'prepare-7-folds')
    await count.fill('3')
    await expect(folds).toHaveCount(3)
  })

  await test.step('a key is asked for, and nothing changes until it is chosen', async () => {
    await deals.nth(0).selectOption('By a key')
    await expect(split.getByText('rows are dealt by chance, group by group until then', { exact: false })).toBeVisible()
    await deals.nth(0).selectOption('By chance, group by group')
    await expect(split.getByRole('combobox', { name: 'Group', exact: true }).first()).toHaveValue('=person')
    await expect(split.getByText('until then', { exact: false })).toBeHidden()
  })
})
