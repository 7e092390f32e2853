import { card, fillNumber, importTable, prepareFor, stepLink, switchOff } from './support/steps.ts'
import { expect, screenshot, test } from './support/studio.ts'
import { flowersCsv } from './support/table.ts'

test('a person asks what matters, why a row is predicted so, and what would change it', async ({
  studioPage: page,
  folder,
}) => {
  await importTable(page, folder, 'flowers.csv', flowersCsv())
  await prepareFor(page, 'kind')
  await switchOff(page, 'Early stopping')
  await fillNumber(page, 'Epochs', 40)
  await page.getByRole('button', { name: 'Start training' }).click()
  await expect(card(page, 'Why it ended')).toContainText('All 40 epochs were run.')
  await stepLink(page, 'Evaluate').click()
  await page.getByLabel('What to look at').getByText('Explain').click()
  const ask = (panel: string) => page.getByLabel('What to explain').getByText(panel, { exact: true }).click()

  await test.step('the length matters most', async () => {
    const chart = page.getByRole('figure', { name: /^What matters to/ })
    await chart.getByRole('button', { name: 'Values' }).click()
    await expect(chart.getByRole('row').nth(1)).toContainText('length')
    await screenshot(page, 'explain-1-importance')
  })

  await test.step('the probability changes with it', async () => {
    await ask('One column')
    await page.getByRole('combobox', { name: 'Column', exact: true }).selectOption('length')
    await expect(page.getByRole('figure', { name: 'length and the probability of “rubra”' })).toBeVisible()
    await screenshot(page, 'explain-2-column')
  })

  await test.step('the contributions of a row add up', async () => {
    await ask('One row')
    await page.getByRole('textbox', { name: 'Row of the table' }).fill('3')
    await expect(page.getByRole('figure', { name: /^Row 3: the probability of/ })).toBeVisible()
    await expect(page.getByText('nothing is left over')).toBeVisible()
    await screenshot(page, 'explain-3-row')
  })

  await test.step('a changed row is predicted as said', async () => {
    await ask('What would change it')
    await expect(page.getByText(/^Row 3 is predicted as nigra/)).toBeVisible()
    const answer = page.getByRole('listitem').filter({ hasText: 'then' }).first()
    const said = /then (\w+)/.exec((await answer.textContent()) ?? '')?.[1] ?? 'nothing'
    expect(said).not.toBe('nigra')
    await screenshot(page, 'explain-4-changes')
    await answer.getByRole('button', { name: 'Try in What-if' }).click()
    await expect(page.getByRole('heading', { name: 'Predicted kind' })).toBeVisible()
    await expect(page.getByText(said, { exact: true }).first()).toBeVisible()
    await expect(page.getByRole('button', { name: 'Back to the example' })).toBeVisible()
  })
})
