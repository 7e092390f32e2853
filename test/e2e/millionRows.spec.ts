import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './support/studio.ts'

const ROWS = 1_000_000

test('a table of a million rows is imported, and every place of it can be scrolled to', async ({
  studioPage: page,
  folder,
}) => {
  test.setTimeout(240_000)
  const path = join(folder, 'million.csv')
  // The number says the row's place; the letter gives the preview something to wait for.
  const lines = Array.from({ length: ROWS }, (_, row) => `place ${row + 1},${'abc'[row % 3]}`)
  writeFileSync(path, `where,letter\n${lines.join('\n')}\n`)

  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Open a file…' }).click()
  await (await chooser).setFiles(path)
  const dialog = page.getByRole('dialog', { name: 'Import million.csv' })
  await expect(dialog.getByRole('region', { name: 'Preview' })).toContainText('place 1')
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(dialog).toBeHidden({ timeout: 180_000 })

  const grid = page.getByRole('grid', { name: /million/ })
  const drawn = async () =>
    (await grid.getByText(/^place \d+$/).allTextContents()).map((text) => Number(text.slice('place '.length)))
  const cell = (row: number) => grid.getByText(`place ${row}`, { exact: true })
  await expect(cell(1)).toBeVisible()
  expect(await grid.getAttribute('aria-rowcount')).toBe(String(ROWS + 1))

  await test.step('the last row by the keyboard, and back', async () => {
    await grid.focus()
    await page.keyboard.press('Control+End')
    await expect(cell(ROWS)).toBeInViewport()
    await page.keyboard.press('Control+Home')
    await expect(cell(1)).toBeInViewport()
  })

  await test.step('any part by the scroll bar, with no more rows drawn than are seen', async () => {
    for (const part of [0.25, 0.5, 0.75, 1]) {
      await grid.evaluate((element, share) => {
        element.scrollTop = (element.scrollHeight - element.clientHeight) * share
      }, part)
      const middle = async () => {
        const rows = await drawn()
        return rows[rows.length >> 1] ?? 0
      }
      await expect.poll(async () => Math.abs((await middle()) / ROWS - part)).toBeLessThan(0.001)
      expect((await drawn()).length).toBeLessThan(100)
    }
    await expect(cell(ROWS)).toBeInViewport()
  })

  await test.step('on through the rows with the wheel, none left out', async () => {
    await grid.focus()
    await page.keyboard.press('Control+Home')
    await expect(cell(1)).toBeInViewport()
    await grid.hover()
    for (let turn = 0; turn < 20; turn++) await page.mouse.wheel(0, 300)
    await expect(cell(1)).toBeHidden()
    await expect.poll(async () => (await drawn()).length).toBeGreaterThan(5)
    const numbers = await drawn()
    expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index))
  })
})
