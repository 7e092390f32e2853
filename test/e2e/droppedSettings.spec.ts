import { dropFile, importTable, prepareFor, stepLink } from './support/steps.ts'
import { expect, screenshot, test } from './support/studio.ts'
import { flowersCsv } from './support/table.ts'

const settings = (training: object) => JSON.stringify({ $schema: 'run-config.schema.json', training })

test('a dropped file of settings fills in the form, from wherever it is dropped', async ({
  studioPage: page,
  folder,
}) => {
  await importTable(page, folder, 'flowers.csv', flowersCsv())
  await prepareFor(page, 'kind')
  const epochs = page.getByRole('textbox', { name: 'Epochs', exact: true })
  const before = await epochs.inputValue()

  await test.step('on the form: what changed is said, and undo takes it back', async () => {
    await dropFile(page, 'run.json', settings({ epochs: 23 }), 'application/json')
    await expect(epochs).toHaveValue('23')
    await expect(page.getByRole('alert').filter({ hasText: 'Changed 1 setting' })).toBeVisible()
    await screenshot(page, 'dropped-1-form')
    await page.keyboard.press('Control+z')
    await expect(epochs).toHaveValue(before)
  })

  await test.step('settings that do not fit change nothing and say why', async () => {
    await dropFile(page, 'wrong.json', settings({ epochs: -1 }), 'application/json')
    await expect(page.getByRole('alert').filter({ hasText: 'does not fit' }).first()).toBeVisible()
    await expect(epochs).toHaveValue(before)
  })

  await test.step('elsewhere: it is told from a table, and taken to the form', async () => {
    await stepLink(page, 'Data').click()
    await dropFile(page, 'run.json', settings({ epochs: 31 }), 'application/json')
    const dialog = page.getByRole('dialog', { name: 'run.json holds settings' })
    await expect(dialog).toContainText('open Train and drop it there')
    await screenshot(page, 'dropped-2-elsewhere')
    await dialog.getByRole('button', { name: 'Open Train and fill it in' }).click()
    await expect(epochs).toHaveValue('31')
  })

  await test.step('a table in JSON is imported as ever', async () => {
    await dropFile(page, 'rows.json', '[{"a": 1, "b": 2}, {"a": 3, "b": 4}]', 'application/json')
    await expect(page.getByRole('dialog', { name: 'Import rows.json' })).toBeVisible()
  })
})
