import { existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { safeFileName } from '../../../src/main/files/fileNames.ts'
import { createArtifactRegistry, createFileRegistry } from '../../../src/main/files/registries.ts'
import { openScratch } from '../../../src/main/files/scratch.ts'
import { temporaryFolder } from '../../support/folder.ts'

describe('safeFileName', () => {
  it.each([
    ['Häuser 2026 – Entwurf', 'Häuser 2026 – Entwurf'],
    ['売上データ 🚀', '売上データ 🚀'],
    ['a/b\\c:d*e?f"g<h>i|j', 'a-b-c-d-e-f-g-h-i-j'],
    ['../../etc/passwd', '-..-etc-passwd'],
    ['  .hidden. ', 'hidden'],
    ['CON', '_CON'],
    ['lpt1.csv', '_lpt1.csv'],
    ['console', 'console'],
    ['tab\tand\0null', 'tab-and-null'],
    ['gpj.\u202egnp', 'gpj.-gnp'],
    ['e\u0301', '\u00e9'],
    ['...', 'fallback'],
    ['', 'fallback'],
    ['lone \ud800 surrogate', 'lone - surrogate'],
  ])('%j becomes %j', (wanted, safe) => {
    expect(safeFileName(wanted, 'fallback')).toBe(safe)
  })

  it('keeps long names within what file systems take, in whole characters, with their extension', () => {
    const name = safeFileName(`${'👩‍🔬'.repeat(100)}.csv`, 'x')
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(180)
    expect(name).toMatch(/^(👩‍🔬)+\.csv$/u)
  })
})

describe('files the person chose', () => {
  it('are known by an identifier only', async () => {
    const path = join(await temporaryFolder(), 'a.csv')
    writeFileSync(path, 'a\n1\n')
    const files = createFileRegistry()
    const { file, ...rest } = await files.register(path, 'a.csv')
    expect(rest).toEqual({ fileName: 'a.csv', sizeBytes: 4 })
    expect(files.resolve(file)).toEqual({ path, fileName: 'a.csv' })
    expect(() => files.resolve('other')).toThrow(/no longer knows/)
  })

  it('must be files that are there', async () => {
    const folder = await temporaryFolder()
    const files = createFileRegistry()
    await expect(files.register(folder, 'folder')).rejects.toMatchObject({ kind: 'unusable-input' })
    await expect(files.register(join(folder, 'none.csv'), 'none.csv')).rejects.toMatchObject({
      kind: 'not-found',
      where: { file: 'none.csv' },
    })
  })
})

it('gives every artifact a place of its own', async () => {
  const folder = await temporaryFolder()
  const artifacts = createArtifactRegistry(folder)
  const first = artifacts.create('model.onnx')
  const second = artifacts.create('../model.onnx')
  writeFileSync(first.path, '')
  expect(first.path).not.toBe(second.path)
  expect(second.path.startsWith(join(folder, second.artifact))).toBe(true)
  expect(artifacts.resolve(first.artifact)).toEqual({ path: first.path, fileName: 'model.onnx' })
  expect(() => artifacts.resolve('other')).toThrow(/no longer there/)
})

it('removes scratch folders of processes that have surely ended, and no others', async () => {
  const parent = await temporaryFolder()
  const own = join(parent, `descent-${process.pid}-own`)
  await openScratch(own)
  const here = readFileSync(join(own, 'numbered'))
  // Process numbers end far below this on every system.
  const places = {
    old: 'descent-99999999-old',
    young: 'descent-99999998-young',
    killed: 'descent-99999997-killed',
    elsewhere: 'descent-99999996-elsewhere',
    alive: `descent-${process.pid}-alive`,
    other: 'other-99999999-x',
  }
  for (const name of Object.values(places)) mkdirSync(join(parent, name))
  for (const name of [places.killed, places.alive, places.other]) writeFileSync(join(parent, name, 'numbered'), here)
  writeFileSync(join(parent, places.elsewhere, 'numbered'), 'another machine')
  for (const name of [places.old, places.alive, places.other]) utimesSync(join(parent, name), 1_000_000, 1_000_000)
  await openScratch(own)
  const left = Object.keys(places).filter((place) => existsSync(join(parent, places[place as keyof typeof places])))
  expect(left).toEqual(['young', 'elsewhere', 'alive', 'other'])
  expect(existsSync(own)).toBe(true)
})
