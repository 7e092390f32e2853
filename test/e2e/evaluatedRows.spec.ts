import { card, fillNumber, importTable, prepareFor, stepLink, switchOff } from './support/steps.ts'
import { expect, screenshot, test } from './support/studio.ts'
import { flowersCsv } from './support/table.ts'

/** Flowers, a few of which have the label of another kind. */
function mislabelled(): string {
  const lines = flowersCsv().trimEnd().split('\n')
  const at = lines[0]?.split(',').indexOf('kind') ?? -1
  return lines
    .map((line, row) => {
      if (row === 0 || row % 17 !== 0) return line
      const fields = line.split(',')
      const [first, second] = [...new Set(lines.slice(1).map((other) => other.split(',')[at]))]
      fields[at] = (fields[at] === first ? second : first) ?? ''
      return fields.join(',')
    })
    .join('\n')
}

test('a person opens a cell of the confusion matrix, leaves a row out and trains again', async ({
  studioPage: page,
  folder,
}) => {
  await importTable(page, folder, 'flowers.csv', mislabelled())
  await prepareFor(page, 'kind')
  await switchOff(page, 'Early stopping')
  await fillNumber(page, 'Epochs', 40)
  await page.getByRole('button', { name: 'Start training' }).click()
  await expect(card(page, 'Why it ended')).toContainText('All 40 epochs were run.')
  await stepLink(page, 'Evaluate').click()
  await page.getByLabel('Rows to judge by').getByText('Training').click()
  // The matrix before stays until that of these rows is there.
  await expect(page.getByLabel('Scores on the training rows')).toBeVisible()

  const drawer = page.getByRole('dialog', { name: /^Training rows:/ })
  const grid = drawer.getByRole('grid')
  const wrong = page.locator('.confusion td[data-right="false"] button').first()
  const counted = await wrong.getAttribute('aria-label')
  await test.step('a cell opens on its rows', async () => {
    await wrong.click()
    await expect(grid).toBeVisible()
    const count = Number(/^Show (\d+)/.exec(counted ?? '')?.[1])
    await expect(grid).toHaveAttribute('aria-rowcount', String(count + 1))
    await expect(drawer.getByRole('region', { name: /^Row \d+/ })).toContainText('the model says')
    await screenshot(page, 'rows-1-cell')
  })

  await test.step('a row is left out by the keyboard, and taken back by undo', async () => {
    await grid.focus()
    await grid.press('Space')
    await drawer.getByRole('button', { name: 'Leave out 1 row' }).click()
    await expect(drawer.getByRole('status').filter({ hasText: '1 row left out by number' })).toBeVisible()
    await screenshot(page, 'rows-2-left-out')
    await grid.focus()
    await page.keyboard.press('Control+z')
    await expect(drawer.getByText('left out by number')).toBeHidden()
  })

  await test.step('without it the network is trained again', async () => {
    await grid.focus()
    await grid.press('Space')
    await drawer.getByRole('button', { name: 'Leave out 1 row' }).click()
    await drawer.getByRole('button', { name: 'Train again' }).click()
    await expect(card(page, 'Why it ended')).toContainText('All 40 epochs were run.')
    await stepLink(page, 'Evaluate').click()
    await page.getByLabel('What to look at').getByText('Rows').click()
    await expect(card(page, 'Left out: 1 row')).toBeVisible()
    await page.getByLabel('Rows to judge by').getByText('Training').click()
    const suspects = card(page, 'Training rows worth rechecking').getByRole('row')
    await expect(suspects.filter({ hasText: 'likely wrong' }).first()).toBeVisible()
    await screenshot(page, 'rows-3-again')
  })

  await test.step('a slice opens on its rows', async () => {
    await page.getByLabel('What to look at').getByText('Slices').click()
    await expect(card(page, 'Worst slices')).toContainText(/slices of at least \d+ rows, by 3 columns/)
    const slice = card(page, 'By column').getByRole('button', { name: 'place is wood' })
    const rows = Number(await slice.locator('xpath=../../td[1]').textContent())
    await slice.click()
    await expect(page.getByRole('dialog', { name: 'Training rows: place is wood' }).getByRole('grid')).toHaveAttribute(
      'aria-rowcount',
      String(rows + 1),
    )
    await screenshot(page, 'rows-4-slice')
  })

  await test.step('a row goes over to What-if', async () => {
    const detail = drawer.getByRole('region', { name: /^Row \d+/ })
    const length = await detail.locator('dl > div', { hasText: 'length' }).locator('dd').textContent()
    await detail.getByRole('button', { name: 'Try in What-if' }).click()
    await expect(card(page, 'What if? One row').getByRole('textbox', { name: 'length' })).toHaveValue(
      String(Number(length)),
    )
  })
})
