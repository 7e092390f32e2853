import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { channels } from '../../src/shared/bridge.ts'
import { callNames } from '../../src/shared/contract.ts'
import { parseCallResult } from '../../src/renderer/host/parse.ts'
import { makeEveryCall } from '../support/everyCall.ts'
import { startStudio, type Studio } from './standIn/studio.ts'

interface Answer {
  ok: boolean
  value?: unknown
  error?: { kind: string; message: string }
}

let studio: Studio

const call = (name: string, input: unknown) =>
  studio.evaluate(`window.descent.calls[${JSON.stringify(name)}](${JSON.stringify(input)})`) as Promise<Answer>

/** Accepts a table as pasted text, imports it into a new project, and says where it is. */
async function importTable(): Promise<{ project: string; dataset: string }> {
  const project = (await call('projects.create', { name: 'Trial' })).value as { id: string }
  const file = (await studio.evaluate(
    `window.descent.acceptFile(new File(['x,y,label\\n' + Array.from({ length: 60 }, (_, i) => i + ',' + (i * 7 % 13) + ',' + (i % 2 ? 'odd' : 'even')).join('\\n')], 'pasted.csv'))`,
  )) as Answer
  const { file: id } = file.value as { file: string }
  const answer = await call('datasets.import', { project: project.id, job: 'job1', file: id, options: {} })
  expect(answer).toMatchObject({ ok: true, value: { rows: 60 } })
  return { project: project.id, dataset: (answer.value as { id: string }).id }
}

describe('the built main process and preload under a stand-in for electron', () => {
  beforeAll(async () => {
    studio = await startStudio()
  }, 120_000)
  afterAll(() => studio.dispose())

  it('open a window whose page is isolated, sandboxed and without Node', async () => {
    expect(await studio.do('options')).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
    })
    expect(await studio.evaluate('[typeof require, typeof process, typeof window.descent]')).toEqual([
      'undefined',
      'undefined',
      'object',
    ])
  })

  it('show the studio, from the application scheme, with nothing fetched from outside', async () => {
    await expect.poll(() => studio.evaluate('document.querySelector("h1")?.textContent ?? ""')).not.toBe('')
    expect(studio.events.filter(({ event }) => event === 'outside')).toEqual([])
  })

  it('let the page fetch nothing from outside', async () => {
    const fetched = `fetch('https://example.com/').then(() => 'fetched', () => 'refused')`
    expect(await studio.evaluate(fetched)).toBe('refused')
    const image = `new Promise((done) => {
      const image = new Image()
      image.onload = () => done('loaded')
      image.onerror = () => done('refused')
      image.src = 'https://example.com/x.png'
    })`
    expect(await studio.evaluate(image)).toBe('refused')
    const outside = studio.events.filter(({ event }) => event === 'outside')
    expect(outside.every(({ isCancelled }) => isCancelled === true)).toBe(true)
  })

  it('do not leave the studio for another page', async () => {
    await studio.evaluate(`void (location.href = 'https://example.com/')`)
    expect(await studio.evaluate('location.host')).toBe('studio.test')
    expect(await studio.evaluate('typeof window.descent')).toBe('object')
  })

  it('have one channel for each call of the contract and the files, and no other', async () => {
    const expected = [
      ...callNames.map((name) => channels.call(name)),
      channels.pickFile,
      channels.acceptPath,
      channels.acceptContent,
      channels.saveArtifact,
    ]
    expect(new Set((await studio.do('channels')) as string[])).toEqual(new Set(expected))
    expect(await studio.evaluate('Object.keys(window.descent.calls)')).toEqual(callNames)
  })

  it.each(callNames)('answer %s with a Result, malformed input included', async (name) => {
    const answer = await call(name, { project: '../etc', unknown: 1 })
    if (answer.ok) expect(answer.value).toBeDefined()
    else expect(answer.error).toMatchObject({ kind: 'usage', message: expect.stringContaining(name) as string })
  })

  const foreigners: [string, { url: string; parent: boolean } | null][] = [
    ['another site', { url: 'https://evil.example/', parent: false }],
    ['another host of the scheme', { url: 'app://evil/', parent: false }],
    ['a frame inside the studio', { url: 'app://studio/', parent: true }],
    ['a page on disk', { url: 'file:///studio/index.html', parent: false }],
    ['a frame that is gone', null],
  ]
  it.each(foreigners)('refuse every channel to %s', async (_case, frame) => {
    for (const channel of (await studio.do('channels')) as string[]) {
      await expect(studio.do('invokeAs', { frame, channel, args: [{}] })).rejects.toThrow('not the studio')
    }
  })

  it.each(foreigners)('give no events to %s', async (_case, frame) => {
    expect(await studio.do('askForEventsAs', { frame, channel: channels.events })).toBe(0)
    const own = { url: 'app://studio/', parent: false }
    expect(await studio.do('askForEventsAs', { frame: own, channel: channels.events })).toBe(1)
  })

  it('take every call of the contract, from a sample to an exported model', async () => {
    const made = await makeEveryCall({
      call: async (name, input) => parseCallResult(name, await call(name, input)),
      async fileOf(artifact) {
        const path = join(studio.folder, `${artifact}.descent`)
        await studio.do('dialog', { open: path, save: path })
        await studio.evaluate(`window.descent.saveArtifact(${JSON.stringify(artifact)}, 'Packed.descent')`)
        const picked = (await studio.evaluate(`window.descent.pickFile(['descent'])`)) as Answer
        await studio.do('dialog', { open: null, save: null })
        return (picked.value as { file: string }).file
      },
    })
    expect([...made].sort()).toEqual([...callNames].sort())
  }, 120_000)

  it('train a network through the reader process and the threads, with events that arrive and clone', async () => {
    const { project, dataset } = await importTable()
    const recipe = (await call('recipes.suggest', { project, dataset, target: 'label' })).value as { recipe: unknown }
    const config = await call('runs.defaults', { project, dataset, recipe: recipe.recipe, preset: 'fast' })
    const input = { project, dataset, recipe: recipe.recipe, config: config.value }
    const run = (await call('runs.start', input)) as { ok: true; value: { id: string } }
    expect(run).toMatchObject({ ok: true })
    const state = async () => {
      const answer = await call('runs.get', { project, run: run.value.id })
      return (answer.value as { state: string }).state
    }
    await expect.poll(state, { timeout: 60_000 }).toBe('finished')
    expect(await call('evaluation.get', { project, run: run.value.id, split: 'test' })).toMatchObject({ ok: true })
    await expect
      .poll(() => studio.evaluate(`document.body.textContent.includes('Trial')`), { timeout: 20_000 })
      .toBe(true)
  }, 120_000)

  it('pick a file by the dialog, and say when the person cancels', async () => {
    expect(await studio.evaluate(`window.descent.pickFile(['csv'])`)).toEqual({ ok: true, value: null })
    const path = join(studio.folder, 'Größen.csv')
    writeFileSync(path, 'a,b\n1,2\n')
    await studio.do('dialog', { open: path, save: null })
    expect(await studio.evaluate(`window.descent.pickFile(['csv'])`)).toMatchObject({
      ok: true,
      value: { fileName: 'Größen.csv', sizeBytes: 8 },
    })
  })

  it('save an artifact where the dialog says', async () => {
    const project = (await call('projects.create', { name: 'Packed' })).value as { id: string }
    const packed = (await call('projects.package', { project: project.id })).value as { artifact: string }
    const save = `window.descent.saveArtifact(${JSON.stringify(packed.artifact)}, 'Packed.descent')`
    await studio.do('dialog', { open: null, save: null })
    expect(await studio.evaluate(save)).toEqual({ ok: true, value: false })
    const target = join(studio.folder, 'saved.descent')
    await studio.do('dialog', { open: null, save: target })
    expect(await studio.evaluate(save)).toEqual({ ok: true, value: true })
    expect(readFileSync(target).subarray(0, 15).toString()).toBe('SQLite format 3')
  })
})

describe('closing the built main process under a stand-in for electron', () => {
  it('registers a dropped file by its path, remembers the window, saves and ends with code 0', async () => {
    const closing = await startStudio({ 'dropped.csv': '/nowhere/dropped.csv' })
    try {
      const dropped = (await closing.evaluate(
        `window.descent.acceptFile(new File(['ignored'], 'dropped.csv'))`,
      )) as Answer
      expect(dropped).toMatchObject({ ok: false, error: { kind: 'not-found' } })
      await closing.do('closeWindow').catch(() => {})
      expect(await closing.exitCode).toBe(0)
      expect(JSON.parse(readFileSync(join(closing.folder, 'userData', 'window.json'), 'utf8'))).toMatchObject({
        width: 1280,
        height: 800,
      })
      expect(existsSync(join(closing.folder, 'descent', 'projects'))).toBe(true)
    } finally {
      await closing.dispose()
    }
  })

  it('asks while a run is under way: cancelled, in the background without a tray, stopped with its best weights', async () => {
    const closing = await startStudio({}, { hasTray: false })
    try {
      const { events, running } = await trainForLong(closing)
      await expect.poll(() => events('awake').map(({ kind }) => kind)).toEqual(['prevent-app-suspension'])
      await closing.do('press', { button: 'Cancel' })
      await closing.do('closeWindow')
      await expect.poll(() => events('messageBox').length).toBe(1)
      expect(events('messageBox')[0]?.['buttons']).toEqual([
        'Keep training in the background',
        'Stop and keep the best',
        'Cancel',
      ])
      expect(events('hidden')).toEqual([])

      await closing.do('press', { button: 'Keep training in the background' })
      await closing.do('closeWindow')
      await expect.poll(() => closing.events.at(-1)?.event).toBe('hidden')
      expect(await running()).toBe('running')
      await closing.do('startAgain')
      await expect.poll(() => closing.events.at(-1)?.event).toBe('shown')
      expect(events('tray')).toEqual([])

      await closing.do('press', { button: 'Stop and keep the best' })
      await closing.do('closeWindow').catch(() => {})
      expect(await closing.exitCode).toBe(0)
      expect(storedStates(closing)).toEqual(['finished'])
    } finally {
      await closing.dispose()
    }
  }, 120_000)

  it('trains on under an icon in the tray, which tells how far it is, shows the window and ends the program', async () => {
    const closing = await startStudio()
    try {
      const { events, running } = await trainForLong(closing)
      await closing.do('press', { button: 'Keep training in the background' })
      await closing.do('closeWindow')
      await expect.poll(() => events('tray').map(({ icon }) => icon)).toEqual(['trayTemplate.png'])
      const told = () => String(events('toolTip').at(-1)?.['text'])
      await expect.poll(told, { timeout: 10_000 }).toMatch(/^Descent\nTraining .+: Epoch [\d,]+ of 1,000,000/)
      await closing.do('darken')
      await expect.poll(() => events('tray').at(-1)?.['icon']).toBe('trayWhite.png')

      await closing.do('clickTray')
      await expect.poll(() => closing.events.slice(-2).map(({ event }) => event)).toEqual(['shown', 'trayGone'])
      expect(await running()).toBe('running')

      await closing.do('closeWindow')
      await expect.poll(() => events('tray').length).toBe(3)
      const shown = events('shown').length
      const choose = (label: string) => closing.do('chooseInTray', { label }).catch(() => {})
      // The menu follows once it is known what to tell.
      await expect
        .poll(() => choose('Show Descent').then(() => events('shown').length), { timeout: 10_000 })
        .toBeGreaterThan(shown)

      await closing.do('closeWindow')
      await expect.poll(() => events('hidden').length).toBe(3)
      const texts = events('toolTip').length
      await expect.poll(() => events('toolTip').length, { timeout: 10_000 }).toBeGreaterThan(texts)
      await choose('Stop training and quit')
      expect(await closing.exitCode).toBe(0)
      expect(storedStates(closing)).toEqual(['finished'])
    } finally {
      await closing.dispose()
    }
  }, 120_000)
})

function storedStates({ folder }: Studio): unknown[] {
  const projects = join(folder, 'descent', 'projects')
  const file = readdirSync(projects).find((name) => name.endsWith('.descent')) ?? ''
  const stored = new Database(join(projects, file), { readonly: true })
  const states = stored.prepare('SELECT state FROM runs').pluck().all()
  stored.close()
  return states
}

/** Starts a run that does not end by itself, and waits until it trains. */
async function trainForLong(studio: Studio) {
  const ask = (name: string, input: unknown) =>
    studio.evaluate(`window.descent.calls[${JSON.stringify(name)}](${JSON.stringify(input)})`) as Promise<Answer>
  const { id: project } = (await ask('projects.create', { name: 'Long' })).value as { id: string }
  const accepted = (await studio.evaluate(
    `window.descent.acceptFile(new File(['x,y\\n' + Array.from({ length: 200 }, (_, i) => (i * 7 % 13) + ',' + (i * 5 % 11)).join('\\n')], 'long.csv'))`,
  )) as Answer
  const { file } = accepted.value as { file: string }
  const imported = (await ask('datasets.import', { project, job: 'job1', file, options: {} })).value as { id: string }
  const dataset = imported.id
  const { recipe } = (await ask('recipes.suggest', { project, dataset, target: 'y' })).value as { recipe: unknown }
  const config = (await ask('runs.defaults', { project, dataset, recipe, preset: 'fast' })).value as {
    network: unknown
    training: object
  }
  // An epoch that takes long enough for so many of them not to end while the test goes on.
  const training = { ...config.training, epochs: 1_000_000, batchSize: 1, earlyStopping: null }
  const started = await ask('runs.start', { project, dataset, recipe, config: { ...config, training } })
  const { id: run } = started.value as { id: string }
  const running = async () => ((await ask('runs.get', { project, run })).value as { state: string }).state
  await expect.poll(running, { timeout: 30_000 }).toBe('running')
  return { running, events: (name: string) => studio.events.filter(({ event }) => event === name) }
}
