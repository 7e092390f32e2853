import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { optionsAsTrained } from '../../../src/main/datasets/asTrained.ts'
import type { TrainedSource } from '../../../src/main/datasets/asTrained.ts'
import type { ImportOptions } from '../../../src/shared/datasets.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { startReader } from '../../support/reader.ts'

const reader = startReader()
afterAll(() => reader.close())

const commas = { delimiter: ',', quote: '"', escape: 'double', encoding: 'utf-8', hasByteOrderMark: false } as const
const withNames: TrainedSource = { dialect: { ...commas, header: true, headerRows: 1, firstRow: 1 }, sheet: null }

async function optionsFor(text: string, wanted: string[], options: ImportOptions = {}) {
  const path = join(await temporaryFolder(), 'new.csv')
  await writeFile(path, text)
  return optionsAsTrained(reader, { path, fileName: 'new.csv', options, wanted, trained: withNames })
}

test('a file that has the columns is read as it shows itself', async () => {
  expect(await optionsFor('width;height\n1;2\n3;4\n', ['width', 'height'])).toEqual({})
})

test('a first row that names the columns is taken for names, however short the file', async () => {
  expect(await optionsFor('1,2\n3,4\n5,6\n', ['1', '2'])).toEqual({ header: true })
})

test('what a person chose stays', async () => {
  const chosen = { header: false }
  expect(await optionsFor('place,kind\nwood,tall\n', ['place', 'kind'], chosen)).toEqual(chosen)
})

test('a table whose columns had no names takes none from its first row', async () => {
  const text = 'ash,oak\n1,2\n3,4\n5,6\n7,8\n'
  expect(await optionsFor(text, ['column1', 'column2'])).toEqual({ header: false })
})
