import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { type BrowserHost, startBrowserHost } from '../../../src/main/browser-host/server.ts'
import type { EventBatch } from '../../../src/main/events/feed.ts'
import { events } from '../../../src/shared/contract.ts'
import { createFakeApplication, type FakeApplication } from '../../support/fakeApplication.ts'

let folder: string
let application: FakeApplication
let host: BrowserHost

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'descent-host-'))
  application = createFakeApplication(folder)
  host = await startBrowserHost({
    application,
    rendererFolder: pathToFileURL(`${folder}/`),
    scratchFolder: folder,
    port: 0,
  })
})

afterEach(async () => {
  await host.close()
  rmSync(folder, { recursive: true, force: true })
})

function connect({ token = host.token, origin = host.origin, path = '/events', hostName = '' } = {}): WebSocket {
  const address = `${host.origin.replace('http', 'ws')}${path}`
  const headers: Record<string, string> = hostName === '' ? {} : { host: hostName }
  return new WebSocket(address, ['descent.events', `descent.token.${token}`], { origin, headers })
}

function refusalOf(socket: WebSocket): Promise<number | undefined> {
  return new Promise((done) => {
    socket.on('unexpected-response', (_request, response) => done(response.statusCode))
    socket.on('open', () => done(undefined))
    socket.on('error', () => {})
  })
}

it.each([
  ['another token', { token: 'nonsense' }],
  ['another origin', { origin: 'http://evil.example' }],
  ['another host name', { hostName: 'evil.example' }],
  ['another path', { path: '/elsewhere' }],
])('refuses a connection with %s', async (_case, wrong) => {
  expect(await refusalOf(connect(wrong))).toBe(403)
})

it('sends events in batches, and no more than two that were not taken', async () => {
  const socket = connect()
  const batches: EventBatch[] = []
  socket.on('message', (data: Buffer) => batches.push(JSON.parse(data.toString('utf8')) as EventBatch))
  await new Promise((done) => socket.on('open', done))
  expect(socket.protocol).toBe('descent.events')
  await expect.poll(() => application.listeners()).toBe(Object.keys(events).length)

  for (const project of ['a', 'b', 'c', 'c']) {
    application.emit('projectChanged', { project })
    await new Promise((done) => setTimeout(done, 120))
  }
  expect(batches.map((batch) => batch.events.map(({ payload }) => payload))).toEqual([
    [{ project: 'a' }],
    [{ project: 'b' }],
  ])
  socket.send(JSON.stringify({ taken: 1 }))
  await expect.poll(() => batches.length).toBe(3)
  expect(batches[2]).toEqual({ seq: 3, events: [{ event: 'projectChanged', payload: { project: 'c' } }] })

  socket.close()
  await expect.poll(() => application.listeners()).toBe(0)
})

it('closes a connection that says something else', async () => {
  const socket = connect()
  await new Promise((done) => socket.on('open', done))
  socket.send('{"please": "everything"}')
  const code = await new Promise((done) => socket.on('close', done))
  expect(code).toBe(1008)
})
