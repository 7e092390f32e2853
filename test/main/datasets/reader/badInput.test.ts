import { chmodSync, mkdirSync } from 'node:fs'
import { fork } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { DescentError } from '../../../../src/shared/errors.ts'
import type { SpawnReader } from '../../../../src/main/datasets/reader/types.ts'
import { file, fixture, inFolder, reader, readerWith } from './support.ts'

const sink = { chunk: async () => {}, origins: async () => {}, progress: () => {} }

/** What each of the three ways to read says about a file; they must agree. */
async function refusal(path: string, options = {}): Promise<DescentError> {
  const outcomes = await Promise.allSettled([
    reader.inspect(path, 'the file', options),
    reader.read(path, 'the file', options, sink),
    reader.readRows(path, 'the file', options, async () => {}),
  ])
  const errors = outcomes.map((outcome) => {
    if (outcome.status === 'fulfilled') throw new Error('The file was not refused.')
    return outcome.reason as DescentError
  })
  const [first] = errors
  for (const error of errors) {
    expect(error).toBeInstanceOf(DescentError)
    expect(error.message).toBe(first!.message)
  }
  expect(first!.hint).toBeTruthy()
  expect(first!.where?.file).toBe('the file')
  return first!
}

describe('input that cannot be used is refused with what and where', () => {
  test.each([
    ['no bytes', '', '“the file” is empty: it holds no bytes.'],
    ['blank lines only', '\n\n\n', '“the file” holds nothing but blank lines.'],
    ['a header only', 'a,b,c\n', '“the file” has a header and no rows.'],
    ['one name only', 'a\n', '“the file” has a header and no rows.'],
    ['zeros', Buffer.alloc(2000), '“the file” holds nothing but NUL bytes.'],
    [
      'control characters',
      Buffer.from(Array.from({ length: 3000 }, (_, at) => at % 31)),
      '“the file” holds binary data, not text.',
    ],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]), '“the file” is a PNG picture, not a table.'],
    ['a database', Buffer.from('SQLite format 3\0'), '“the file” is damaged, encrypted, or not an SQLite database.'],
  ])('%s', async (_, content, message) => {
    const error = await refusal(file(content))
    expect(error).toMatchObject({ kind: 'unusable-input', message })
  })

  test('a missing file', async () => {
    expect(await refusal(inFolder('nowhere.csv'))).toMatchObject({
      kind: 'not-found',
      message: 'There is no file “the file”.',
    })
  })

  test('a folder', async () => {
    mkdirSync(inFolder('folder'))
    expect(await refusal(inFolder('folder'))).toMatchObject({
      kind: 'unusable-input',
      message: '“the file” is a folder, not a file.',
    })
  })

  test('a file that may not be read, or is no file', async () => {
    const path = file('a\n1\n')
    chmodSync(path, 0)
    // The superuser may read everything; a device is refused to anyone.
    const refused = process.getuid?.() === 0 ? await refusal('/dev/null') : await refusal(path)
    expect(refused.kind).toBe('unusable-input')
  })

  test.each([
    ['cut_off.xlsx', '“the file” is damaged: its table of contents cannot be read.'],
    ['not_a_workbook.zip', '“the file” has a header and no rows.'],
    ['header_only.xlsx', '“the file” has a header and no rows.'],
    ['no_cells.xlsx', 'No sheet of “the file” holds any cells.'],
  ])('the workbook %s', async (name, message) => {
    expect(await refusal(fixture(name))).toMatchObject({ kind: 'unusable-input', message })
  })

  test('a workbook with a password', async () => {
    const compound = Buffer.concat([
      Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
      Buffer.alloc(504),
      Buffer.from('EncryptedPackage', 'utf16le'),
    ])
    expect((await refusal(file(compound))).message).toBe('“the file” is protected by a password.')
  })

  test('a sheet that is not there', async () => {
    const error = await refusal(fixture('measurements.xlsx'), { sheet: 'Nope' })
    expect(error.message).toBe('“the file” has no sheet “Nope”.')
    expect(error.hint).toBe('Its sheets are “Empty”, “Measurements”, “Other”.')
  })
})

describe('the reader process', () => {
  const large = () => file(`a,b\n${'123.5,some text\n'.repeat(400_000)}`, 'large.csv')

  test('refuses as the reader within it does', async () => {
    await expect(reader.inspect(file('a,b\n'), 'x.csv', {})).rejects.toMatchObject({
      kind: 'unusable-input',
      message: '“x.csv” has a header and no rows.',
      where: { file: 'x.csv', row: 1 },
    })
  })

  test('is killed on cancel', async () => {
    const control = new AbortController()
    const cancelling = { ...sink, progress: () => control.abort() }
    await expect(reader.read(large(), 'large.csv', {}, cancelling, control.signal)).rejects.toMatchObject({
      kind: 'cancelled',
    })
    await expect(reader.inspect(large(), 'large.csv', {}, AbortSignal.abort())).rejects.toMatchObject({
      kind: 'cancelled',
    })
  })

  test('that would take too much memory is refused with what it would need', async () => {
    const small = readerWith({ memoryBytes: 300e6 })
    const hundredMegabytes = file(`a,b\n${'123.5,some text\n'.repeat(6_250_000)}`, 'large.csv')
    await expect(small.read(hundredMegabytes, 'large.csv', {}, sink)).rejects.toMatchObject({
      kind: 'out-of-memory',
      message: expect.stringMatching(
        /^There is not enough memory for this table: its first [\d,]+ rows take \d+ MB \(\d+ % of the file, so that all would take about /,
      ) as string,
      where: { file: 'large.csv' },
    })
  })

  test('that was ended because its memory grew gives a clear error', async () => {
    const ended: SpawnReader = () => ({
      send: () => {},
      onMessage: () => {},
      onExit: (listener) => void setImmediate(() => listener({ code: null, signal: 'SIGKILL' })),
      detach: () => {},
      kill: () => {},
    })
    await expect(readerWith({ spawn: ended, memoryBytes: 40e6 }).inspect(large(), 'x.csv', {})).rejects.toMatchObject({
      kind: 'out-of-memory',
      message: '“x.csv” needs more than 40 MB of memory to be read.',
    })
  })

  test('that crashes gives an error and not silence', async () => {
    const crashing: SpawnReader = () => {
      const child = fork('-e', [], { execArgv: [], stdio: 'ignore', execPath: '/bin/false' })
      return {
        send: () => {},
        onMessage: () => {},
        onExit: (listener) => void child.on('exit', (code, signal) => listener({ code, signal })),
        detach: () => {},
        kill: () => void child.kill('SIGKILL'),
      }
    }
    await expect(readerWith({ spawn: crashing }).inspect(large(), 'x.csv', {})).rejects.toMatchObject({
      kind: 'unusable-input',
      message: 'The process that reads “x.csv” ended unexpectedly.',
    })
  })

  test('that falls silent is ended', async () => {
    const mute: SpawnReader = () => ({
      send: () => {},
      onMessage: () => {},
      onExit: () => {},
      detach: () => {},
      kill: () => {},
    })
    const impatient = readerWith({ spawn: mute, silenceSeconds: 0.05 })
    await expect(impatient.inspect(large(), 'x.csv', {})).rejects.toMatchObject({ kind: 'unusable-input' })
  })

  test('waits for the sink, and hands on what it throws', async () => {
    const full = new DescentError('disk-full', 'The disk is full.')
    const failing = { ...sink, chunk: () => Promise.reject(full) }
    await expect(reader.read(large(), 'large.csv', {}, failing)).rejects.toBe(full)
  })
})
