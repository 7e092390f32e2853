import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { beforeAll, afterAll, expect, test } from 'vitest'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { writePlants } from '../../support/makeTable.ts'
import { runDescent } from '../../support/runDescent.ts'

let cwd = ''

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'descent-test-'))
  const put = (name: string, content: string | Uint8Array) => writeFile(join(cwd, name), content)
  await writePlants(join(cwd, 'plants.csv'), 120)
  await put('empty.csv', '')
  await put('headerOnly.csv', 'a,b,c\n')
  await put('oneColumn.csv', `x\n${Array.from({ length: 30 }, (_, i) => i).join('\n')}\n`)
  await put(
    'garbage.csv',
    Uint8Array.from({ length: 4000 }, (_, i) => (i * 7919) % 256),
  )
  await put('oneClass.csv', `x,y\n${Array.from({ length: 30 }, (_, i) => `${(i * 7) % 11},same`).join('\n')}\n`)
  await put('noTarget.csv', `x,y\n${Array.from({ length: 30 }, (_, i) => `${(i * 7) % 11},`).join('\n')}\n`)
  await put(
    'twins.csv',
    `x,x,,y\n${Array.from({ length: 40 }, (_, i) => `${i},${i % 3},${i % 5},${i % 2 ? 'a' : 'b'}`).join('\n')}\n`,
  )
  await put('hugeRate.json', JSON.stringify({ training: { learningRate: 90, optimizer: { kind: 'gradientDescent' } } }))
  await put('unknown.json', JSON.stringify({ training: { lerningRate: 1 } }))
  await put('noJson.json', '{')
  await put('zero.descent', '')
  await put('text.descent', 'this is no database, it is a text that is long enough to be read as one')
  await mkdir(join(cwd, 'folder'))
  await runDescent(['import', 'plants.csv', '--project', 'newer.descent'], { cwd })
  const database = new DatabaseSync(join(cwd, 'newer.descent'))
  database.exec('PRAGMA user_version = 9999')
  database.close()
}, 60_000)

afterAll(() => rm(cwd, { recursive: true, force: true }))

/** Arguments, exit code, and what the message says. */
const cases: [string, string[], number, RegExp][] = [
  ['no command', [], 2, /^$/],
  ['a command that does not exist', ['trane'], 2, /no command “trane”/],
  ['an option that does not exist', ['train', 'plants.csv', '--target', 'kind', '--epoch', '3'], 2, /--epoch\b/],
  ['an option without its value', ['train', 'plants.csv', '--target'], 2, /--target needs a value/],
  ['a missing option', ['train', 'plants.csv'], 2, /--target is missing/],
  ['a number that is none', ['train', 'plants.csv', '--target', 'kind', '--seed', 'x'], 2, /--seed x/],
  [
    'fractions of everything',
    ['train', 'plants.csv', '--target', 'kind', '--valid', '0.5', '--test', '0.5'],
    2,
    /no rows/,
  ],
  [
    'an output of another kind',
    ['train', 'plants.csv', '--target', 'kind', '--out', 'm.pkl'],
    2,
    /\.onnx or \.descent/,
  ],
  ['an unknown setting', ['train', 'plants.csv', '--target', 'kind', '--config', 'unknown.json'], 2, /lerningRate/],
  [
    'a configuration that is no JSON',
    ['train', 'plants.csv', '--target', 'kind', '--config', 'noJson.json'],
    3,
    /noJson\.json is not valid JSON/,
  ],
  [
    'a format that does not exist',
    ['export', '--project', 'x', '--run', 'y', '--format', 'keras', '--out', 'z'],
    2,
    /keras/,
  ],
  ['an empty file', ['train', 'empty.csv', '--target', 'x'], 3, /empty\.csv.*empty/],
  ['a header only', ['train', 'headerOnly.csv', '--target', 'a'], 3, /headerOnly\.csv.*no rows/],
  ['one column', ['train', 'oneColumn.csv', '--target', 'x'], 3, /column/],
  ['binary garbage', ['profile', 'garbage.csv'], 3, /garbage\.csv.*binary/],
  ['a directory', ['profile', 'folder'], 3, /folder.*folder/],
  ['a missing file', ['profile', 'nowhere.csv'], 3, /nowhere\.csv/],
  ['a missing file to train on', ['train', 'nowhere.csv', '--target', 'x'], 3, /nowhere\.csv/],
  ['a column that is not there', ['train', 'plants.csv', '--target', 'Kind'], 3, /no column “Kind”.*\n.*“kind”/],
  ['a column number that is not there', ['train', 'plants.csv', '--target', '#9'], 3, /no #9/],
  ['a target with one class', ['train', 'oneClass.csv', '--target', 'y'], 3, /“y”.*same/],
  ['a target that is all missing', ['train', 'noTarget.csv', '--target', 'y'], 3, /“y”.*missing/],
  [
    'a loss that diverges',
    ['train', 'plants.csv', '--target', 'weight', '--config', 'hugeRate.json'],
    1,
    /epoch \d+.* layer .*\n.*learning rate: 9\b/,
  ],
  ['a project that is not there', ['runs', '--project', 'nowhere.descent'], 3, /nowhere\.descent/],
  ['a 0-byte project', ['check', 'zero.descent'], 3, /zero\.descent/],
  ['a project that is no database', ['check', 'text.descent'], 3, /text\.descent/],
  ['a project of a newer version', ['runs', '--project', 'newer.descent'], 3, /newer/],
  ['a model that is none', ['predict', 'plants.csv', 'plants.csv', '--out', 'o.csv'], 3, /ONNX/],
  ['an output that cannot be written', ['convert', 'plants.csv', 'plants.csv/x.csv'], 1, /cannot be written/],
]

test.each(cases)('%s: a clear message and its exit code', async (_, args, code, message) => {
  const { code: found, stdout, stderr } = await runDescent(args, { cwd })
  expect(stderr).toMatch(message)
  expect(stderr).not.toMatch(/\n\s+at |node:internal|Error:|undefined|\[object/)
  expect(found).toBe(code)
  if (args.length > 0) expect(stdout).toBe('')
})

test('with --json the failure is the object', async () => {
  const { code, stdout } = await runDescent(['train', 'oneClass.csv', '--target', 'y', '--json'], { cwd })
  expect(code).toBe(3)
  expect(JSON.parse(stdout)).toMatchObject({ error: { kind: 'unusable-input', where: { column: 'y' } } })
})

test('duplicate and empty header names get names of their own', async () => {
  const { code, stdout } = await runDescent(['train', 'twins.csv', '--target', '#4', '--epochs', '5', '--json'], {
    cwd,
  })
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ target: 'y', task: 'classification' })
})
