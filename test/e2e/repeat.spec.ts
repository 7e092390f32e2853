import { card, epochsDone, fillNumber, importTable, prepareFor } from './support/steps.ts'
import { expect, screenshot, test } from './support/studio.ts'
import { flowersCsv } from './support/table.ts'

test('a run that stopped early is extended, and repeated to the bit from its record', async ({
  studioPage: page,
  folder,
}) => {
  await importTable(page, folder, 'flowers.csv', flowersCsv())
  await prepareFor(page, 'kind')
  const outcome = card(page, 'Why it ended')

  await test.step('early stopping ends it before its planned epochs', async () => {
    await fillNumber(page, 'Epochs', 5000)
    await page.getByRole('button', { name: 'Start training' }).click()
    await expect(outcome).toContainText('It stopped by itself')
  })

  await test.step('extended by fewer epochs than it once had left, it goes on', async () => {
    const ended = await epochsDone(page)
    await fillNumber(page, 'More epochs', 2)
    await page.getByRole('button', { name: 'Extend', exact: true }).click()
    await expect(outcome).toContainText(`All ${(ended + 2).toLocaleString('en-US')} epochs were run.`)
  })

  await test.step('repeated, it says that its weights are the same', async () => {
    await page.getByRole('button', { name: 'Repeat this run' }).click()
    await expect(outcome).toContainText('It repeats “Run 1”: its weights came out equal to the bit.')
    await expect(page.getByRole('complementary', { name: 'Details' })).toContainText('repeats Run 1')
    await screenshot(page, 'repeat-1-equal')
  })
})
