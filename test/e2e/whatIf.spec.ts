import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { card, fillNumber, importTable, openUse, prepareFor } from './support/steps.ts'
import { expect, screenshot, test } from './support/studio.ts'
import { flowersCsv } from './support/table.ts'

test('one row with its passport, and a file of predictions as a workbook', async ({ studioPage: page, folder }) => {
  await importTable(page, folder, 'flowers.csv', flowersCsv())
  await prepareFor(page, 'kind')
  await fillNumber(page, 'Epochs', 20)
  await page.getByRole('button', { name: 'Start training' }).click()
  await expect(card(page, 'Why it ended')).toBeVisible()
  await openUse(page)

  await test.step('an ordinary row has a set, and training rows like it', async () => {
    await expect(page.getByText('90 % set:')).toBeVisible()
    await expect(page.getByText('Every value is within what was seen in training.')).toBeVisible()
    const nearest = page.getByRole('region', { name: 'Nearest training rows' })
    await expect(nearest.getByRole('button')).toHaveCount(5)
    await expect(nearest).toContainText('as near to it as they are to each other')
  })

  await test.step('a real row is taken to begin with', async () => {
    await page.getByRole('textbox', { name: 'Row of the split' }).fill('2')
    await page.getByRole('button', { name: 'Take it' }).click()
    await expect(page.getByText(/^Row \d+ of the table, whose kind is \w+\.$/)).toBeVisible()
    await page.getByRole('button', { name: 'Back to the example' }).click()
  })

  await test.step('a value in another unit is suspected, and put right by a click', async () => {
    const length = page.getByRole('textbox', { name: 'length', exact: true })
    await length.fill('5500')
    await expect(page.getByText(/1 value unlike training: length/)).toBeVisible()
    await expect(page.getByText(/It may be 1,000 times too large/)).toBeVisible()
    const nearest = page.getByRole('region', { name: 'Nearest training rows' })
    await expect(nearest).toContainText('No training row is like this one')
    await screenshot(page, 'what-if-1-unit')
    await page.getByRole('button', { name: 'Use 5.5', exact: true }).click()
    await expect(length).toHaveValue('5.5')
    await expect(page.getByText('Every value is within what was seen in training.')).toBeVisible()
  })

  await test.step('a file in, a workbook with sets and flags out', async () => {
    await page.getByRole('radiogroup', { name: 'Written as' }).getByText('Excel').click()
    const path = join(folder, 'new.csv')
    writeFileSync(path, 'length,width,place\n5.5,3,wood\n5500,3,moon\n')
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Choose a file to predict' }).click()
    await (await chooser).setFiles(path)
    const rows = page.getByRole('region', { name: 'First rows with predictions' })
    await expect(rows).toContainText('outside: length; unseen: place; unit: length')
    await expect(rows.getByRole('columnheader', { name: 'set_90' })).toBeVisible()
    const saved = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Save file' }).first().click()
    expect((await saved).suggestedFilename()).toBe('new predictions.xlsx')
    await screenshot(page, 'what-if-2-workbook')
  })
})
