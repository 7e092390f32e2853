import { spawn } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { openProjectFile } from '../../../src/main/storage/connection.ts'
import { acquireWriterLock } from '../../../src/main/storage/lock.ts'
import { APPLICATION_ID, MIGRATIONS } from '../../../src/main/storage/schema.ts'
import { temporaryFolder } from '../../support/folder.ts'

const create = { name: 'Trial', created: '2026-01-01T00:00:00.000Z' }
const forWriting = { readOnly: false }

async function projectFile(): Promise<string> {
  const path = join(await temporaryFolder(), 'trial.descent')
  openProjectFile(path, { create, readOnly: false }).close()
  return path
}

function failureOf(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
  throw new Error('It was expected to fail.')
}

it('refuses, and leaves as they are, files that are no projects', async () => {
  const folder = await temporaryFolder()
  const path = join(folder, 'odd.descent')
  const foreign = join(folder, 'foreign.sqlite')
  const database = new Database(foreign)
  database.exec('CREATE TABLE notes (text TEXT)')
  database.close()
  const contents: [Uint8Array, RegExp][] = [
    [new Uint8Array(0), /odd\.descent is empty \(0 bytes\)/],
    [Buffer.from('a,b\n1,2\n'), /not a Descent project/],
    [Uint8Array.from({ length: 5000 }, (_, index) => (index * 7919) % 256), /not a Descent project/],
    [readFileSync(foreign), /not a Descent project/],
  ]
  for (const [bytes, message] of contents) {
    writeFileSync(path, bytes)
    for (const readOnly of [true, false]) {
      const error = failureOf(() => openProjectFile(path, { readOnly }))
      expect(error).toMatchObject({ kind: 'unusable-input', where: { file: 'odd.descent' } })
      expect(error).toHaveProperty('message', expect.stringMatching(message))
    }
    expect(readFileSync(path).equals(bytes)).toBe(true)
  }
})

it('says so where there is no file, or a folder', async () => {
  const folder = await temporaryFolder()
  mkdirSync(join(folder, 'folder.descent'))
  expect(failureOf(() => openProjectFile(join(folder, 'none.descent'), forWriting))).toMatchObject({
    kind: 'not-found',
  })
  expect(failureOf(() => openProjectFile(join(folder, 'folder.descent'), forWriting))).toMatchObject({
    kind: 'unusable-input',
  })
})

it('does not replace a file that is there already', async () => {
  const path = await projectFile()
  const before = readFileSync(path)
  expect(failureOf(() => openProjectFile(path, { create, readOnly: false }))).toMatchObject({ kind: 'usage' })
  expect(readFileSync(path).equals(before)).toBe(true)
})

it('refuses a project from a newer version and does not touch it', async () => {
  const path = await projectFile()
  const database = new Database(path)
  database.pragma('user_version = 99')
  database.close()
  const before = readFileSync(path)
  for (const readOnly of [true, false]) {
    expect(failureOf(() => openProjectFile(path, { readOnly }))).toMatchObject({ kind: 'newer-version' })
  }
  expect(readFileSync(path).equals(before)).toBe(true)
})

it('names a project whose pages were overwritten as damaged', async () => {
  const path = await projectFile()
  const bytes = readFileSync(path)
  bytes.fill(0xa5, 100, 4096)
  writeFileSync(path, bytes)
  expect(failureOf(() => openProjectFile(path, forWriting))).toMatchObject({ kind: 'damaged' })
})

it('lets one write at a time, says who does, and lets others read', async () => {
  const path = await projectFile()
  const writer = openProjectFile(path, forWriting)
  const error = failureOf(() => openProjectFile(path, forWriting))
  expect(error).toMatchObject({ kind: 'busy' })
  expect(error).toHaveProperty('message', expect.stringContaining(`process number ${process.pid}`))
  openProjectFile(path, { readOnly: true }).close()
  writer.close()
  openProjectFile(path, forWriting).close()
  expect(existsSync(`${path}-lock`)).toBe(false)
})

it('is free again at once when the process that wrote was killed', async () => {
  const path = await projectFile()
  const module = pathToFileURL(join(import.meta.dirname, '../../../src/main/storage/lock.ts')).href
  const script = `import { acquireWriterLock } from ${JSON.stringify(module)}
    acquireWriterLock(${JSON.stringify(path)}); console.log('locked'); setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script])
  await once(child.stdout, 'data')
  expect(failureOf(() => acquireWriterLock(path))).toMatchObject({
    kind: 'busy',
    message: expect.stringContaining(`process number ${child.pid}`) as string,
  })
  child.kill('SIGKILL')
  await once(child, 'exit')
  openProjectFile(path, forWriting).close()
})

it('is not kept out by a torn lock file', async () => {
  const path = await projectFile()
  writeFileSync(`${path}-lock`, 'this is no lock')
  openProjectFile(path, forWriting).close()
})

it('reads a project on a medium that cannot be written to', async () => {
  const path = await projectFile()
  const copy = join(await temporaryFolder(), 'copy.descent')
  copyFileSync(path, copy)
  const reader = openProjectFile(copy, { readOnly: true })
  expect(reader.database.pragma('journal_mode', { simple: true })).toBe('delete')
  reader.close()
})

it('marks its files as its own', async () => {
  const header = readFileSync(await projectFile())
  expect(header.readUInt32BE(68)).toBe(APPLICATION_ID)
  expect(header.readUInt32BE(60)).toBe(MIGRATIONS.at(-1)?.version)
})
