import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createWorkbookFile } from '../../../src/main/rowsFile/workbookFile.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { startReader } from '../../support/reader.ts'
import { columnsOf, rowsOf, rowsText } from '../../support/rows.ts'

const text = rowsText()

async function readBack(path: string, sheet: string): Promise<{ header: string[]; rows: string[][] }> {
  const reader = startReader()
  const read = { header: [] as string[], rows: [] as string[][] }
  await reader.readRows(path, 'back.xlsx', { sheet }, (header, piece) => {
    read.header = header
    read.rows.push(...rowsOf(piece))
    return Promise.resolve()
  })
  reader.close()
  return read
}

test('a workbook is read back as it was written', async () => {
  const path = join(await temporaryFolder(), 'w.xlsx')
  const header = ['name', 'number', 'more <&>']
  const rows = [
    ['007', '1.5', ' blanks '],
    ['_x0041_', '-3', 'two\nlines'],
    ['ünï', '0.30000000000000004', ''],
    ['last', '1e-7', '"quoted", and'],
  ]
  const file = createWorkbookFile(path, 'Predictions', text)
  await file.write(columnsOf([header]), 1)
  await file.write(columnsOf(rows.slice(0, 1)), 1)
  await file.write(columnsOf(rows.slice(1)), 3)
  expect(await file.end()).toEqual({ sheets: 1, cut: 0 })
  const back = await readBack(path, 'Predictions')
  expect(back.header).toEqual(header)
  expect(back.rows.map(([name]) => name)).toEqual(['007', '_x0041_', 'ünï', 'last'])
  expect(back.rows.map((row) => Number(row[1]))).toEqual([1.5, -3, 0.30000000000000004, 1e-7])
  expect(back.rows.map((row) => row[2]?.trim())).toEqual(['blanks', 'two\nlines', '', '"quoted", and'])
})

test('rows beyond a sheet go on in a further one, with the header, and long texts are counted as cut', async () => {
  const path = join(await temporaryFolder(), 'w.xlsx')
  const file = createWorkbookFile(path, 'Rows', text, { rows: 4, bytes: Infinity })
  await file.write(columnsOf([['number', 'text']]), 1)
  const rows = Array.from({ length: 7 }, (_, i) => [String(i), i === 2 ? 'x'.repeat(40_000) : 'short'])
  await file.write(columnsOf(rows), 7)
  expect(await file.end()).toEqual({ sheets: 3, cut: 1 })
  const numbers = async (sheet: string) => (await readBack(path, sheet)).rows.map(([number]) => number)
  expect(await numbers('Rows')).toEqual(['0', '1', '2'])
  expect(await numbers('Rows 2')).toEqual(['3', '4', '5'])
  expect((await readBack(path, 'Rows 3')).header).toEqual(['number', 'text'])
  const [, , long] = (await readBack(path, 'Rows')).rows
  expect(long?.[1]).toHaveLength(32_767)
})

test('a file that cannot be written says so', async () => {
  const file = createWorkbookFile(join(await temporaryFolder(), 'no', 'such.xlsx'), 'Rows', text)
  await expect(
    (async () => {
      await file.write(columnsOf([['a']]), 1)
      await file.end()
    })(),
  ).rejects.toMatchObject({ kind: 'not-found' })
})

test('more columns than a sheet has are refused before anything is written of them', async () => {
  const file = createWorkbookFile(join(await temporaryFolder(), 'wide.xlsx'), 'Rows', text)
  const header = Array.from({ length: 16_385 }, (_, i) => `c${i}`)
  await expect(file.write(columnsOf([header]), 1)).rejects.toMatchObject({ kind: 'unusable-input' })
  file.abort()
})
