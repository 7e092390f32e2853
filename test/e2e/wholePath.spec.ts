import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { dropTable, openUse, stepLink, stopRun } from './support/steps.ts'
import { expect, screenshot, startBrowserHost, test } from './support/studio.ts'
import { flowersCsv } from './support/table.ts'

test('from a file to an exported model, and everything again after a restart', async ({
  studio,
  studioPage: page,
  studioContext,
  folder,
}) => {
  const path = join(folder, 'flowers.csv')
  writeFileSync(path, flowersCsv())
  let preparedHash = ''

  await test.step('open a file by the picker', async () => {
    await screenshot(page, '1-home')
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Open a file…' }).click()
    await (await chooser).setFiles(path)
    const dialog = page.getByRole('dialog', { name: 'Import flowers.csv' })
    await expect(dialog.getByRole('region', { name: 'Preview' })).toContainText('meadow')
    await dialog.getByRole('button', { name: 'Import', exact: true }).click()
    await expect(page.getByRole('grid', { name: /flowers/ })).toBeVisible()
    await expect(page.getByRole('columnheader', { name: 'Column length' })).toContainText('missing')
    await screenshot(page, '2-data')
  })

  await test.step('add a second table by dropping it on the window', async () => {
    await dropTable(page, 'more flowers.csv', flowersCsv(90))
    await expect(page.getByText('90 rows', { exact: false }).first()).toBeVisible()
    await page.goBack()
    await expect(page.getByText('300 rows', { exact: false }).first()).toBeVisible()
  })

  await test.step('prepare', async () => {
    await stepLink(page, 'Prepare').click()
    await page.getByRole('combobox', { name: 'Role of kind' }).selectOption('Target')
    await expect(page.getByRole('region', { name: 'Target' })).toContainText('classification')
    preparedHash = new URL(page.url()).hash
    await screenshot(page, '3-prepare')
    await page.getByRole('button', { name: 'Continue to Train' }).click()
  })

  await test.step('train, and watch the chart move', async () => {
    await page.getByRole('listbox', { name: 'Network' }).waitFor()
    await page.getByRole('switch', { name: 'Early stopping' }).uncheck({ force: true })
    await page.getByRole('textbox', { name: 'Epochs', exact: true }).fill('1000000')
    await page.getByRole('button', { name: 'Start training' }).click()
    const chart = page.getByRole('figure', { name: 'Loss' })
    await expect(chart.getByRole('application')).toBeVisible()
    const first = await chart.screenshot()
    await expect.poll(async () => (await chart.screenshot()).equals(first)).toBe(false)
    const epochs = page.getByRole('region', { name: 'Progress' }).getByRole('definition').first()
    const before = await epochs.textContent()
    await expect.poll(() => epochs.textContent()).not.toBe(before)
    await screenshot(page, '4-training')
    await stopRun(page)
    await expect(page.getByText('Finished', { exact: false }).first()).toBeVisible()
    await screenshot(page, '5-trained')
  })

  await test.step('evaluate', async () => {
    await stepLink(page, 'Evaluate').click()
    await page.getByRole('radiogroup', { name: 'Rows to judge by' }).getByText('Test').click()
    await expect(page.getByRole('region', { name: 'Confusion matrix' })).toContainText('alba')
    const accuracy = page.getByRole('region', { name: 'Scores' }).getByRole('definition').first()
    await expect.poll(async () => Number(await accuracy.textContent())).toBeGreaterThan(0.7)
    await screenshot(page, '6-evaluate')
  })

  await test.step('export the model and predict a file', async () => {
    await openUse(page)
    const formats = page.getByRole('region', { name: 'Take the model away' })
    await formats.getByRole('button', { name: 'Export ONNX' }).click()
    const model = page.waitForEvent('download')
    await formats.getByRole('button', { name: 'Save file' }).click()
    const saved = join(folder, 'model.onnx')
    await (await model).saveAs(saved)
    expect(statSync(saved).size).toBeGreaterThan(1000)

    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Choose a file to predict' }).click()
    await (await chooser).setFiles(path)
    await expect(page.getByRole('region', { name: 'First rows with predictions' })).toContainText('alba')
    const predictions = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Save file' }).first().click()
    await (await predictions).saveAs(join(folder, 'predictions.csv'))
    const lines = readFileSync(join(folder, 'predictions.csv'), 'utf8').trimEnd().split(/\r?\n/)
    expect(lines[0]).toMatch(
      /^length,width,place,kind,prediction,probability_\w+,probability_\w+,probability_\w+,set_90,flags$/,
    )
    expect(lines).toHaveLength(301)
    await screenshot(page, '7-use')
  })

  await test.step('write a report, and read it without the studio', async () => {
    const about = page.getByRole('region', { name: 'Report on it' })
    await about.getByRole('button', { name: 'Write the report' }).click()
    const card = page.waitForEvent('download')
    await about.getByRole('button', { name: 'Save file' }).click()
    const saved = join(folder, 'report.html')
    await (await card).saveAs(saved)
    const reader = await studioContext.newPage()
    await reader.goto(pathToFileURL(saved).href)
    await expect(reader.getByRole('heading', { level: 1 })).toHaveText('Run 1')
    await expect(reader.getByRole('region', { name: 'Scores' })).toContainText('What was taken for what')
    await expect(reader.getByRole('region', { name: 'What it goes by' })).toContainText('length')
    await expect(reader.getByRole('img', { name: /The loss over/ })).toBeVisible()
    await screenshot(reader, '8-report')
    await reader.close()
  })

  await test.step('find everything again after a restart', async () => {
    await page.goto('about:blank')
    expect(await studio.stop()).toBe(0)
    const again = await startBrowserHost(studio.folder)
    try {
      const later = await studioContext.newPage()
      await later.goto(again.address)
      await later
        .getByRole('link', { name: /flowers/ })
        .first()
        .click()
      await expect(later.getByRole('grid', { name: /flowers/ })).toBeVisible()
      // The project opens on its newest table; the address of the step belongs to the first.
      await later.evaluate((hash) => {
        location.hash = hash
      }, preparedHash)
      await expect(later.getByRole('combobox', { name: 'Role of kind' })).toHaveValue('target')
      await stepLink(later, 'Runs').click()
      await expect(later.getByRole('row', { name: /Run 1/ })).toContainText('kind')
      await stepLink(later, 'Train').click()
      await expect(later.getByRole('figure', { name: 'Loss' })).toBeVisible()
      await screenshot(later, '9-reopened')
      await openUse(later)
      const chooser = later.waitForEvent('filechooser')
      await later.getByRole('button', { name: 'Choose a file to predict' }).click()
      await (await chooser).setFiles(path)
      await expect(later.getByRole('region', { name: 'First rows with predictions' })).toContainText('alba')
      const download = later.waitForEvent('download')
      await later.getByRole('button', { name: 'Save file' }).last().click()
      await (await download).saveAs(join(folder, 'again.csv'))
      const [before, after] = ['predictions.csv', 'again.csv'].map((name) => readFileSync(join(folder, name), 'utf8'))
      expect(after).toBe(before)
    } finally {
      await again.stop()
    }
  })
})

test('a file that cannot be used is named, with what to do', async ({ studioPage: page, folder }) => {
  const path = join(folder, 'empty.csv')
  writeFileSync(path, '')
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Open a file…' }).click()
  await (await chooser).setFiles(path)
  await expect(page.getByRole('alert')).toContainText('empty.csv')
})
