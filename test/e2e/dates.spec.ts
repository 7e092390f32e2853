import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stepLink } from './support/steps.ts'
import { expect, test } from './support/studio.ts'

/** Two years of days in their order; on some the visitors are written as -999. */
function shopCsv(): string {
  const days = Array.from({ length: 730 }, (_, day) => {
    const date = new Date(Date.UTC(2023, 0, 1 + day)).toISOString().slice(0, 10)
    const visitors = day % 46 === 20 ? -999 : 200 + ((day * 37) % 90)
    return `${date},${visitors},${500 + ((day * 53) % 301)}`
  })
  return ['day,visitors,sales', ...days].join('\n')
}

test('a finding opens Data where it is, public holidays are marked, and sales ahead become the target', async ({
  studioPage: page,
  folder,
}) => {
  const path = join(folder, 'shop.csv')
  writeFileSync(path, shopCsv())
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Open a file…' }).click()
  await (await chooser).setFiles(path)
  await page.getByRole('dialog').getByRole('button', { name: 'Import', exact: true }).click()
  await stepLink(page, 'Prepare').click()
  await page.getByRole('combobox', { name: 'Role of sales' }).selectOption('Target')
  const target = page.getByRole('region', { name: 'Target' })
  await expect(target).toContainText('regression')
  const gets = page.getByRole('complementary')
  const addStep = async (words: string) => {
    await page.getByRole('button', { name: 'Add a step', exact: true }).click()
    const find = page.getByRole('dialog', { name: 'Add a step' }).getByRole('textbox', { name: 'Find a step' })
    await find.fill(words)
    await find.press('Enter')
  }

  await test.step('what is left to a person opens Data at the column', async () => {
    await page.getByRole('button', { name: /^Suggest a recipe/ }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText(/^What Data found/).click()
    await dialog.getByRole('button', { name: /^Decide in Data: .*-999/ }).click()
    await expect(page).toHaveURL(/\/data\?.*column=visitors/)
    await expect(gets).toContainText('-999')
    await stepLink(page, 'Prepare').click()
  })

  await test.step('holidays of a region, found by typing', async () => {
    await addStep('public holiday')
    const place = page.getByRole('combobox', { name: 'Public holidays of' })
    await place.fill('bayern')
    await page.getByRole('option', { name: 'Germany, Bayern', exact: true }).click()
    await page.getByRole('switch', { name: 'Days to the next holiday' }).check()
    await expect(gets).toContainText('public holiday')
    await expect(gets).toContainText('days to public holiday')
  })

  await test.step('a value ahead, offered as the target', async () => {
    await addStep('look back')
    await page.getByRole('combobox', { name: 'Column', exact: true }).selectOption('sales')
    await page
      .getByRole('combobox', { name: 'Derive' })
      .selectOption({ label: 'The value so many rows ahead, as the target' })
    await gets.getByRole('button', { name: 'Predict “sales ahead 1”' }).click()
    await expect(target.getByRole('combobox', { name: /^Target/ })).toHaveValue('sales ahead 1')
    await gets.getByRole('button', { name: 'Split by time' }).click()
    await expect(page.getByRole('combobox', { name: 'How rows are dealt' })).toHaveValue('time')
    await expect(gets.getByRole('button', { name: /^Predict|^Split by time/ })).toHaveCount(0)
  })
})
