import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { expect } from './studio.ts'

/** A step's link in the left rail. */
export const stepLink = (page: Page, name: string): Locator =>
  page.getByRole('navigation', { name: 'Steps' }).getByRole('link', { name, exact: true })

/** Opens a table from Home by the picker and imports it as it was understood; the window then shows it. */
export async function importTable(page: Page, folder: string, name: string, csv: string): Promise<void> {
  const path = join(folder, name)
  writeFileSync(path, csv)
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Open a file…' }).click()
  await (await chooser).setFiles(path)
  const dialog = page.getByRole('dialog', { name: `Import ${name}` })
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(dialog).toBeHidden()
}

/** Lets go of a file over the window. */
export async function dropFile(page: Page, name: string, text: string, type = 'text/csv'): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([fileName = '', content = '', mime = '']) => {
      const data = new DataTransfer()
      data.items.add(new File([content], fileName, { type: mime }))
      return data
    },
    [name, text, type],
  )
  for (const event of ['dragenter', 'dragover', 'drop']) {
    await page.locator('body').dispatchEvent(event, { dataTransfer: transfer })
  }
}

/** Lets go of a file over the window, and imports it into the project that is open. */
export async function dropTable(page: Page, name: string, csv: string): Promise<void> {
  await dropFile(page, name, csv)
  const dialog = page.getByRole('dialog', { name: `Import ${name}` })
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(dialog).toBeHidden()
}

/** Chooses the column to predict and goes on to the form of a new run. */
export async function prepareFor(page: Page, target: string): Promise<void> {
  await stepLink(page, 'Prepare').click()
  await page.getByRole('combobox', { name: `Role of ${target}` }).selectOption('Target')
  await page.getByRole('button', { name: 'Continue to Train' }).click()
  await expect(page.getByRole('button', { name: 'Start training' })).toBeEnabled()
}

/** Types a number into a field and leaves it. */
export async function fillNumber(within: Page | Locator, label: string, value: number): Promise<void> {
  const field = within.getByRole('textbox', { name: label, exact: true })
  await field.fill(String(value))
  await field.blur()
}

/** Switches a setting off by the keyboard, which finds it although what stands above it still comes. */
export async function switchOff(page: Page, name: string): Promise<void> {
  const control = page.getByRole('switch', { name })
  await control.press('Space')
  await expect(control).not.toBeChecked()
}

/** Starts a run that goes on until it is stopped: more epochs than the test has time for. */
export async function startLongRun(page: Page): Promise<void> {
  await switchOff(page, 'Early stopping')
  await fillNumber(page, 'Epochs', 1_000_000)
  await page.getByRole('button', { name: 'Start training' }).click()
  await expect(page.getByRole('button', { name: 'Pause', exact: true })).toBeVisible()
}

/** A figure of the run that is shown, as “Epoch” or “Test accuracy”, with its note. */
export const figure = (page: Page, label: string): Locator =>
  page
    .getByRole('region', { name: 'Progress' })
    .locator('dl > div')
    .filter({ has: page.getByText(label, { exact: true }) })

/** The number that a text begins with, digits grouped or not. */
export function leadingNumber(text: string | null | undefined): number {
  return Number((/[\d,.]+/.exec(text ?? '')?.[0] ?? 'NaN').replaceAll(',', ''))
}

/** How many epochs the run that is shown has done. */
export const epochsDone = async (page: Page): Promise<number> =>
  leadingNumber(await page.getByRole('region', { name: 'Progress' }).getByRole('definition').first().textContent())

/** Ends the run that is shown; a warning may offer the same a second time, below the page's own button. */
export async function stopRun(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Stop and keep the best' }).first().click()
}

/** Opens Use and waits until what it works out by itself has come: nothing moves under a click any more. */
export async function openUse(page: Page): Promise<void> {
  await stepLink(page, 'Use').click()
  await expect(page.getByRole('region', { name: 'Nearest training rows' }).getByRole('button')).toHaveCount(5)
  await expect(page.getByRole('main').locator('[aria-busy="true"]')).toHaveCount(0)
}

/** A part of a page by its heading. */
export const card = (page: Page, heading: string): Locator =>
  page.locator('section').filter({ has: page.getByRole('heading', { name: heading, exact: true }) })
