import { readFile, writeFile } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import Papa from 'papaparse'
import { detailNames } from '../../../core/network/predictions.ts'
import { failedProgram } from './failed.ts'
import { runProgram } from './runProgram.ts'
import type { ProgramRunner } from './types.ts'

/** CSV of the first sheet: comma, quotation mark, UTF-8, from the first line on, cells as they are and not as they are shown. */
const csvFilter = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,0'

/**
 * Works the workbook's formulas out with LibreOffice: that of the variable DESCENT_OFFICE, or the system's. The rows are the test
 * rows that the workbook carries, in their order.
 */
export const runOffice: ProgramRunner = async ({ path, found, folder, fitted, signal }) => {
  const office = await findOffice(signal)
  if (office === null) return { missing: 'LibreOffice' }
  // A profile of its own: another LibreOffice of the person's may be open.
  const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'profile')).href}`
  const args = [profile, '--headless', '--convert-to', csvFilter, '--outdir', folder, path]
  const result = await runProgram({ command: office.command, args, signal })
  const csv = join(folder, `${basename(path, extname(path))}.csv`)
  const text = result?.code === 0 ? await readFile(csv, 'utf8').catch(() => null) : null
  if (text === null) throw failedProgram('The workbook', result)
  const inputs = fitted.rawInputs.length
  const numbers = detailNames(fitted.target).length
  const isNumber = fitted.target.task === 'regression'
  // The header, and the row that is there to be typed into.
  const records = Papa.parse<string[]>(text, { skipEmptyLines: false, delimiter: ',' }).data.slice(2)
  const lines = records.flatMap((cells) => {
    if (cells.length < inputs + 1 + numbers) return []
    const prediction = cells[inputs] ?? ''
    const details = cells.slice(inputs + 1, inputs + 1 + numbers).map(numberOrNull)
    return [JSON.stringify([prediction === '' ? null : isNumber ? numberOrNull(prediction) : prediction, ...details])]
  })
  await writeFile(found, lines.join('\n'))
  return { runner: office.runner }
}

export async function findOffice(signal: AbortSignal): Promise<{ command: string; runner: string } | null> {
  const chosen = process.env['DESCENT_OFFICE']
  for (const command of chosen === undefined ? ['soffice', 'libreoffice'] : [chosen]) {
    const result = await runProgram({ command, args: ['--version'], signal })
    if (result?.code === 0) return { command, runner: result.output.trim().split(' ').slice(0, 2).join(' ') }
  }
  return null
}

function numberOrNull(text: string): number | null {
  const number = text === '' ? NaN : Number(text)
  return Number.isFinite(number) ? number : null
}
