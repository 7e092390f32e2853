import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../support/folder.ts'
import { runDescent } from '../../../support/runDescent.ts'

test('a record of many megabytes is read whole, and so is what comes after it', async () => {
  const cwd = await temporaryFolder()
  const long = 'x'.repeat(5_500_000)
  const rows = Array.from({ length: 200_000 }, (_, row) => `${row},short`).join('\n')
  await writeFile(join(cwd, 'long.csv'), `a,b\n0,y\n1,${long}\n${rows}\n`)
  const { code, stdout } = await runDescent(['profile', 'long.csv', '--json'], { cwd })
  expect(code).toBe(0)
  const { rows: count, columns, irregular } = JSON.parse(stdout)
  expect(count).toBe(200_002)
  expect(columns[0]).toMatchObject({ kind: 'number', max: 199_999, unparsed: 0 })
  expect(columns[1].top[0]).toEqual({ value: 'short', count: 200_000 })
  expect(irregular).toMatchObject({ tooFewFields: 0, tooManyFields: 0, brokenQuote: 0 })
})

test('bytes that are no UTF-8 are told where a person asked for UTF-8', async () => {
  const cwd = await temporaryFolder()
  await writeFile(join(cwd, 'latin.csv'), Buffer.from('name,town\nJ\xfcrgen,K\xf6ln\nRen\xe9,Bonn\n', 'latin1'))
  const { stdout } = await runDescent(['profile', 'latin.csv', '--encoding', 'utf-8', '--json'], { cwd })
  expect(JSON.stringify(JSON.parse(stdout).warnings)).toMatch(/UTF-8/)
})
