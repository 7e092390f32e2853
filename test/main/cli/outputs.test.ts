import { mkdir, readFile, readdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { outputNames } from '../../../src/main/cli/commands/convert.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { writePlants } from '../../support/makeTable.ts'
import { runDescent } from '../../support/runDescent.ts'

test('no command writes its result over what it reads', async () => {
  const cwd = await temporaryFolder()
  const table = 'a;b\n1;x\n2;y\n'
  await writeFile(join(cwd, 'in.csv'), table)
  for (const args of [
    ['convert', 'in.csv', './in.csv'],
    ['convert', 'in.csv', '.'],
    ['convert', '.', '.'],
    ['predict', 'in.csv', 'in.csv', '--out', 'in.csv'],
  ]) {
    const { code, stderr } = await runDescent(args, { cwd })
    expect({ args, code }).toEqual({ args, code: 2 })
    expect(stderr).toMatch(/overwrit/)
  }
  expect(await readFile(join(cwd, 'in.csv'), 'utf8')).toBe(table)
  expect(await readdir(cwd)).toEqual(['in.csv'])
})

test('train refuses, before it trains, to overwrite a project that holds other work', async () => {
  const cwd = await temporaryFolder()
  await writePlants(join(cwd, 'plants.csv'), 120)
  const train = ['train', 'plants.csv', '--target', 'kind', '--epochs', '2', '--out', 'kept.descent']
  expect((await runDescent(train, { cwd })).code).toBe(0)
  // What one training left may be replaced by the next.
  expect((await runDescent(train, { cwd })).code).toBe(0)
  await runDescent(['import', 'plants.csv', '--project', 'kept.descent'], { cwd })
  const refused = await runDescent(train, { cwd })
  expect(refused.code).toBe(1)
  expect(refused.stderr).toMatch(/kept\.descent is a project with 2 datasets and 1 run/)
  expect((await runDescent(['check', 'kept.descent'], { cwd })).stdout).toMatch(/is sound/)
})

test('train looks at its output and its test file before it reads anything', async () => {
  const cwd = await temporaryFolder()
  await writeFile(join(cwd, 'file'), '')
  const train = ['train', 'missing.csv', '--target', 'kind']
  const output = await runDescent([...train, '--out', 'file/model.onnx'], { cwd })
  expect(output.code).toBe(1)
  expect(output.stderr).toMatch(/model\.onnx cannot be written/)
  const testFile = await runDescent([...train, '--test-file', 'other.csv'], { cwd })
  expect(testFile.code).toBe(3)
  expect(testFile.stderr).toMatch(/other\.csv is not there/)
})

test('convert says which rows did not fit, and keeps a header that has no rows', async () => {
  const cwd = await temporaryFolder()
  await writeFile(join(cwd, 'short.csv'), 'a,b,c\n1,2\n3,4,5,6\n7,8,9\n')
  await writeFile(join(cwd, 'header.csv'), 'a,b,c\n')
  const { code, stderr } = await runDescent(['convert', 'short.csv', 'out.csv'], { cwd })
  expect(code).toBe(0)
  expect(stderr).toMatch(/short\.csv.*1 with too few fields.*1 with too many fields/)
  expect((await runDescent(['convert', 'header.csv', 'header-out.csv'], { cwd })).code).toBe(0)
  expect(await readFile(join(cwd, 'header-out.csv'), 'utf8')).toBe('a,b,c\r\n')
})

test('a project in a folder that is not there is refused in plain words', async () => {
  const cwd = await temporaryFolder()
  await writePlants(join(cwd, 'plants.csv'), 30)
  const { code, stderr } = await runDescent(['import', 'plants.csv', '--project', 'nowhere/p.descent'], { cwd })
  expect(code).toBe(3)
  expect(stderr).toMatch(/no folder .*nowhere/)
  expect(stderr).not.toMatch(/\n\s+at /)
})

test('no two files of a folder are converted to one', () => {
  const names = (files: string[], foldsCase: boolean) => [...outputNames(files, foldsCase).values()]
  expect(names(['a.csv', 'a.csv.txt', 'a.xlsx', 'b.tsv'], false)).toEqual([
    'a.csv 2.csv',
    'a.csv.csv',
    'a.xlsx.csv',
    'b.csv',
  ])
  expect(names(['A.csv', 'a.xlsx'], false)).toEqual(['A.csv', 'a.csv'])
  expect(names(['A.csv', 'a.xlsx'], true)).toEqual(['A.csv.csv', 'a.xlsx.csv'])
})

test('convert counts the files of a folder, whatever their names, and says what it left out', async () => {
  const cwd = await temporaryFolder()
  const folder = join(cwd, 'in')
  await mkdir(join(folder, 'nested'), { recursive: true })
  await symlink('nested', join(folder, 'linked'))
  await symlink('loop.csv', join(folder, 'loop.csv'))
  const long = `${'n'.repeat(250)}.csv`
  const names = ['--json.csv', 'größe 🎉.csv', long]
  for (const name of names) await writeFile(join(folder, name), 'x,y\n1,2\n')
  const { code, stdout, stderr } = await runDescent(['convert', 'in', 'out'], { cwd })
  expect(code).toBe(1)
  expect(stdout).toBe('3 of 4 files converted, 1 could not be. Left out: 2 folders (linked/, nested/).\n')
  expect(stderr).toMatch(/^loop\.csv: /)
  expect((await readdir(join(cwd, 'out'))).sort()).toEqual(names.sort())
})

test('import leaves no project behind that it made for a file that cannot be read', async () => {
  const cwd = await temporaryFolder()
  await writeFile(join(cwd, 'broken.csv'), Buffer.from([0, 1, 2, 3, 0, 255, 0, 7]))
  expect((await runDescent(['import', 'broken.csv', '--project', 'p.descent'], { cwd })).code).toBe(3)
  expect(await readdir(cwd)).toEqual(['broken.csv'])
})
