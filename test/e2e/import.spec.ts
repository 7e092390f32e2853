import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { stepLink } from './support/steps.ts'
import { expect, screenshot, test } from './support/studio.ts'
import { flowersCsv } from './support/table.ts'

const fixtures = resolve(import.meta.dirname, '..', 'fixtures', 'import')

/** Opens a file by the picker; gives the import dialog. */
async function openFile(page: Page, path: string): Promise<Locator> {
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Open a file…' }).click()
  await (await chooser).setFiles(path)
  const dialog = page.getByRole('dialog', { name: /^Import / })
  await expect(dialog.getByRole('region', { name: 'Preview' })).toBeVisible()
  return dialog
}

async function importAll(page: Page, dialog: Locator): Promise<Locator> {
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(dialog).toBeHidden()
  const grid = page.getByRole('grid')
  await expect(grid.getByRole('gridcell').first()).toBeVisible()
  return grid
}

/** What Ctrl+V does with text on the clipboard, without asking the system for it. */
async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((content) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', content)
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }))
  }, text)
}

test('cells pasted from a spreadsheet become a table that is ready to train', async ({ studioPage: page }) => {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await paste(page, flowersCsv(120).replaceAll(',', '\t'))
  const dialog = page.getByRole('dialog', { name: 'Import a pasted table' })
  await expect(dialog.getByRole('region', { name: 'Preview' })).toContainText('meadow')
  await expect(dialog.getByRole('combobox', { name: 'Kind of length' })).toHaveValue('number')
  await screenshot(page, 'import-paste')
  const grid = await importAll(page, dialog)
  await expect(grid).toHaveAttribute('aria-rowcount', '121')

  await stepLink(page, 'Prepare').click()
  await page.getByRole('combobox', { name: 'Role of kind' }).selectOption('Target')
  await page.getByRole('button', { name: 'Continue to Train' }).click()
  await expect(page.getByRole('button', { name: 'Start training' })).toBeEnabled()
})

test('a sheet of a workbook is chosen, and its cells keep their place', async ({ studioPage: page }) => {
  const dialog = await openFile(page, join(fixtures, 'measurements.xlsx'))
  await expect(dialog.getByRole('region', { name: 'Preview' })).toContainText('Ada')
  const sheets = dialog.getByRole('group', { name: 'Sheet' })
  await expect(sheets.getByRole('radio', { name: /Measurements/ })).toBeChecked()
  await sheets.getByText('Other', { exact: true }).click()
  await expect(dialog.getByRole('region', { name: 'Preview' })).toContainText('10.5')
  await expect(dialog.getByRole('combobox', { name: 'Kind of y' })).toBeVisible()
  await screenshot(page, 'import-sheets')
  const grid = await importAll(page, dialog)
  await grid.getByRole('gridcell', { name: '10.5' }).click()
  await expect(page.getByRole('group', { name: 'The active cell' })).toContainText('Other!D7')
})

test('numbers with a decimal comma are read as the person says, and what comes of it is seen at once', async ({
  studioPage: page,
  folder,
}) => {
  const path = join(folder, 'weights.csv')
  const weight = (row: number) => ((1250 + row * 377) / 1000).toFixed(3).replace('.', ',')
  const lines = Array.from({ length: 40 }, (_, row) => `sack ${row % 3};${weight(row)};${row}`)
  writeFileSync(path, `Weights of the day\n\nsack;weight;number\n${lines.join('\n')}\n`)
  const dialog = await openFile(page, path)
  await expect(dialog.getByRole('combobox', { name: 'Delimiter' })).toHaveValue(';')
  await dialog.getByRole('button', { name: 'How weight is read' }).click()
  // Three digits after every comma may be thousands: that is for the person to say.
  await dialog.getByRole('combobox', { name: 'Kind', exact: true }).selectOption('Number')
  const written = dialog.getByRole('combobox', { name: 'Numbers are written like' })
  const result = dialog.getByRole('region', { name: 'What is read' })
  await written.selectOption('1,234.56')
  await expect(result.getByRole('row', { name: /1,250/ }).first()).toContainText('1250')
  await written.selectOption('1.234,56')
  await expect(result.getByRole('row', { name: /1,250/ }).first()).toContainText('1.25')
  await expect(result).toContainText('40 read')
  await screenshot(page, 'import-decimal-comma')
  const grid = await importAll(page, dialog)
  await expect(grid.getByRole('columnheader', { name: 'Column weight' })).toContainText('1.25 – 15.95')
  await grid.getByRole('gridcell', { name: '2,004' }).click()
  // Two lines above the names, and two rows before this one.
  await expect(page.getByRole('group', { name: 'The active cell' })).toContainText('line 6, field 2')
})

test('a category "NA" is kept as a value with one click, and Ctrl+Z takes that back', async ({
  studioPage: page,
  folder,
}) => {
  const path = join(folder, 'countries.csv')
  const countries = ['NA', 'DE', 'BR', 'IN']
  const lines = Array.from({ length: 80 }, (_, row) => `${countries[row % 4]},${(row * 7) % 13}`)
  writeFileSync(path, `country,score\n${lines.join('\n')}\n`)
  const grid = await importAll(page, await openFile(page, path))
  await grid.getByRole('columnheader', { name: 'Column country' }).click()
  const panel = page.getByRole('complementary', { name: 'Details' })
  const missing = () => panel.getByRole('definition').nth(1)
  await expect(missing()).toContainText('20')
  await panel.getByRole('button', { name: 'Keep NA as a value' }).click()
  await expect(missing()).toContainText('none')
  await expect(grid.getByRole('columnheader', { name: 'Column country' })).toContainText('none missing')
  await screenshot(page, 'import-keep-na')
  await page.keyboard.press('Control+z')
  await expect(missing()).toContainText('20')
})

test('a file that is imported again is read as it was before, which is said and taken back with one click', async ({
  studioPage: page,
  folder,
}) => {
  const path = join(folder, 'codes.csv')
  const lines = Array.from({ length: 60 }, (_, row) => `${100 + (row % 5)},${row * 3}`)
  writeFileSync(path, `code,amount\n${lines.join('\n')}\n`)
  const first = await openFile(page, path)
  await first.getByRole('combobox', { name: 'Kind of code' }).selectOption('Category')
  await importAll(page, first)
  await page.getByRole('button', { name: 'Actions for this table' }).click()
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('menuitem', { name: 'Import another table…' }).click()
  await (await chooser).setFiles(path)
  const again = page.getByRole('dialog', { name: 'Import codes.csv' })
  await expect(again.getByRole('status')).toContainText('Read as “codes” was')
  const kind = again.getByRole('combobox', { name: 'Kind of code' })
  await expect(kind).toHaveValue('category')
  await expect(again.getByRole('textbox', { name: 'Name of the table' })).toHaveValue('codes 2')
  await screenshot(page, 'import-again')
  await again.getByRole('button', { name: 'Detect all anew' }).click()
  await expect(kind).toHaveValue('number')
})

test('cells are selected and copied as a spreadsheet would', async ({ studioPage: page, studioContext, folder }) => {
  await studioContext.grantPermissions(['clipboard-read', 'clipboard-write'])
  const path = join(folder, 'cells.csv')
  writeFileSync(path, 'name,note,size\nAnn,"two\nlines",1\nBob,plain,2\nCy,,3\n')
  const grid = await importAll(page, await openFile(page, path))
  await grid.getByRole('gridcell', { name: 'Ann' }).click()
  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Control+c')
  await expect(page.getByRole('status').filter({ hasText: '4 cells copied' })).toBeAttached()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('Ann\t"two\nlines"\nBob\tplain')
})

test('a text is found in a column, whatever its case, and the search goes round', async ({
  studioPage: page,
  folder,
}) => {
  const path = join(folder, 'places.csv')
  const lines = Array.from(
    { length: 3000 },
    (_, row) => `${row},${row === 2500 || row === 40 ? 'Old Harbour' : 'field'}`,
  )
  writeFileSync(path, `number,place\n${lines.join('\n')}\n`)
  const grid = await importAll(page, await openFile(page, path))
  await grid.focus()
  await page.keyboard.press('Control+f')
  const bar = page.getByRole('search', { name: 'Find in the table' })
  await bar.getByRole('combobox').selectOption('in place')
  await bar.getByRole('textbox').fill('HARB')
  for (const row of ['Row 41', 'Row 2,501', 'Row 41']) {
    await bar.getByRole('textbox').press('Enter')
    await expect(bar.getByRole('status')).toHaveText(row)
    await expect(grid.getByText('Old Harbour')).toBeInViewport()
  }
  await bar.getByRole('textbox').press('Shift+Enter')
  await expect(bar.getByRole('status')).toHaveText('Row 2,501')
  await screenshot(page, 'import-find')
  await bar.getByRole('textbox').fill('nowhere')
  await bar.getByRole('textbox').press('Enter')
  await expect(bar.getByRole('status')).toContainText('nowhere in place')
})

test('a changed file is compared before it becomes the next version, and runs say which they know', async ({
  studioPage: page,
  folder,
}) => {
  const path = join(folder, 'stock.csv')
  const row = (number: number, price: number) => `A-${number},${price},${['wood', 'steel', 'glass'][number % 3]}`
  const numbers = Array.from({ length: 60 }, (_, number) => number)
  writeFileSync(path, `article,price,material\n${numbers.map((number) => row(number, number * 2 + 1)).join('\n')}\n`)
  await importAll(page, await openFile(page, path))

  await stepLink(page, 'Prepare').click()
  await page.getByRole('combobox', { name: 'Role of price' }).selectOption('Target')
  await page.getByRole('button', { name: 'Continue to Train' }).click()
  await page.getByRole('textbox', { name: 'Epochs', exact: true }).fill('5')
  await page.getByRole('button', { name: 'Start training' }).click()
  await expect(page.getByText('Finished', { exact: false }).first()).toBeVisible()
  await stepLink(page, 'Data').click()

  // The rows 3 and 4 change, 5 goes, and two come.
  const later = numbers
    .filter((number) => number !== 5)
    .map((number) => row(number, number === 3 || number === 4 ? 999 : number * 2 + 1))
  writeFileSync(path, `article,price,material\n${[...later, row(60, 7), row(61, 9)].join('\n')}\n`)
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Refresh…' }).click()
  await (await chooser).setFiles(path)
  const dialog = page.getByRole('dialog', { name: 'Refresh stock from stock.csv' })
  const figures = dialog.getByRole('definition')
  await expect(figures).toHaveText(['60 → 61', '2', '1', '2', '57'])
  const changed = dialog.getByRole('region', { name: 'Changed rows' })
  await expect(changed.getByRole('row', { name: /A-3/ })).toContainText('7 999')
  await screenshot(page, 'import-refresh')
  await dialog.getByText('Gone 1').click()
  await expect(dialog.getByRole('region', { name: 'Gone rows' })).toContainText('A-5')

  await dialog.getByRole('button', { name: 'Take it as version 2' }).click()
  await expect(dialog).toBeHidden()
  const panel = page.getByRole('complementary', { name: 'Details' })
  await expect(panel.getByRole('heading', { name: '2 versions' })).toBeVisible()
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '62')
  await stepLink(page, 'Train').click()
  await expect(page.getByText('This run was trained on version 1 of the table, which is now version 2.')).toBeVisible()
  await expect(stepLink(page, 'Train')).toHaveAccessibleDescription(/stale/)
  await screenshot(page, 'import-refreshed-run')
  await stepLink(page, 'Data').click()
  await panel.getByRole('button', { name: 'Show version 1' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'This is version 1' })).toBeVisible()
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '61')
  await page.keyboard.press('Control+z')
  await expect(page.getByRole('status').filter({ hasText: 'This is version 1' })).toBeHidden()
  await expect(panel.getByRole('heading', { name: '2 versions' })).toBeHidden()
})
