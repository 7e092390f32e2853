import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type BrowserHost, startBrowserHost } from '../../../src/main/browser-host/server.ts'
import { createFakeApplication, type FakeApplication } from '../../support/fakeApplication.ts'

interface Answer {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
}

let folder: string
let application: FakeApplication
let host: BrowserHost

/** A request exactly as written: fetch would tidy the path and forbid the headers. */
function send(
  method: string,
  path: string,
  { headers = {}, body }: { headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  const { port } = new URL(host.origin)
  return new Promise((done, failed) => {
    const request = httpRequest({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () =>
        done({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(parts).toString('utf8'),
        }),
      )
    })
    request.on('error', failed)
    request.end(body)
  })
}

const own = () => ({ origin: host.origin, authorization: `Bearer ${host.token}` })
const json = { 'content-type': 'application/json' }

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'descent-host-'))
  const page = join(folder, 'page')
  mkdirSync(join(page, 'assets'), { recursive: true })
  writeFileSync(join(page, 'index.html'), '<html><head></head><body></body></html>')
  writeFileSync(join(page, 'assets', 'index-abc.js'), 'export {}')
  writeFileSync(join(folder, 'secret.json'), '{}')
  application = createFakeApplication(folder, { 'samples.list': () => Promise.resolve([]) })
  host = await startBrowserHost({
    application,
    rendererFolder: pathToFileURL(`${page}/`),
    scratchFolder: join(folder, 'scratch'),
    port: 0,
  })
})

afterEach(async () => {
  await host.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('the page', () => {
  it('comes with a policy whose nonce is in the document, a new one each time', async () => {
    const first = await send('GET', '/')
    const second = await send('GET', '/')
    expect(first.status).toBe(200)
    const policy = String(first.headers['content-security-policy'])
    const nonce = /name="csp-nonce" content="([^"]+)"/.exec(first.text)?.[1]
    expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`)
    expect(policy).toContain("script-src 'self';")
    expect(policy).not.toContain('unsafe')
    expect(second.text).not.toContain(nonce)
  })

  it('has its bundled files, to be kept by their hashed names', async () => {
    const answer = await send('GET', '/assets/index-abc.js')
    expect([answer.status, answer.text]).toEqual([200, 'export {}'])
    expect(answer.headers['cache-control']).toContain('immutable')
    expect(answer.headers['x-content-type-options']).toBe('nosniff')
  })

  it.each([
    '/../secret.json',
    '/%2e%2e/secret.json',
    '/assets/..%2f..%2fsecret.json',
    '/..\\secret.json',
    '//secret.json',
  ])('gives nothing outside its folder for %s', async (path) => {
    const answer = await send('GET', path)
    expect(answer.status).toBe(404)
    expect(JSON.parse(answer.text)).toMatchObject({ ok: false, error: { kind: 'refused' } })
  })
})

describe('refusals', () => {
  it.each(['evil.example', '127.0.0.1.evil.example', 'localhost@evil.example', '192.168.0.1:80'])(
    'refuses the host name %s, which may be another site bound to this machine',
    async (name) => {
      for (const path of ['/', '/call/samples.list']) {
        const answer = await send('GET', path, { headers: { host: name } })
        expect(answer.status).toBe(403)
      }
    },
  )

  it('answers to localhost with another port, as through a tunnel', async () => {
    const headers = { ...own(), ...json, host: 'localhost:9999', origin: 'http://localhost:9999' }
    expect((await send('POST', '/call/samples.list', { headers, body: '{}' })).status).toBe(200)
  })

  it.each([
    ['another origin', { origin: 'http://127.0.0.1:1' }],
    ['a null origin', { origin: 'null' }],
    ['another token', { authorization: 'Bearer nonsense' }],
    ['no scheme', { authorization: 'nonsense' }],
  ])('refuses a call with %s and does not run it', async (_case, wrong) => {
    let calls = 0
    application.handlers['samples.list'] = () => {
      calls += 1
      return Promise.resolve([])
    }
    const answer = await send('POST', '/call/samples.list', { headers: { ...own(), ...json, ...wrong }, body: '{}' })
    expect(answer.status).toBe(403)
    expect(JSON.parse(answer.text)).toMatchObject({ ok: false, error: { kind: 'refused' } })
    expect(calls).toBe(0)
  })

  it('refuses a call without an origin and one without a token', async () => {
    const { origin, authorization } = own()
    expect((await send('POST', '/call/samples.list', { headers: { ...json, authorization }, body: '{}' })).status).toBe(
      403,
    )
    expect((await send('POST', '/call/samples.list', { headers: { ...json, origin }, body: '{}' })).status).toBe(403)
  })

  it('refuses other methods, unknown calls and bodies that are not JSON', async () => {
    expect((await send('DELETE', '/', { headers: own() })).status).toBe(405)
    expect((await send('POST', '/call/constructor', { headers: { ...own(), ...json }, body: '{}' })).status).toBe(404)
    expect((await send('POST', '/call/samples.list', { headers: { ...own(), ...json }, body: '{' })).status).toBe(400)
    expect((await send('POST', '/call/samples.list', { headers: own(), body: '{}' })).status).toBe(415)
  })
})

describe('calls', () => {
  it('answer with the result of the service', async () => {
    const answer = await send('POST', '/call/samples.list', { headers: { ...own(), ...json }, body: '{}' })
    expect(JSON.parse(answer.text)).toEqual({ ok: true, value: [] })
  })

  it('answer a failure of the service, and a malformed input, as a result', async () => {
    const headers = { ...own(), ...json }
    const absent = await send('POST', '/call/projects.list', { headers, body: '{}' })
    expect([absent.status, JSON.parse(absent.text).error.kind]).toEqual([200, 'not-found'])
    const malformed = await send('POST', '/call/projects.get', { headers, body: '{"project":"../p"}' })
    expect(JSON.parse(malformed.text)).toMatchObject({ ok: false, error: { kind: 'usage' } })
    expect(JSON.parse(malformed.text).error.message).toContain('project')
  })
})

describe('files', () => {
  it('are streamed to disk under a plain name and known by an id', async () => {
    const name = encodeURIComponent('../../Übung 1.csv')
    const answer = await send('PUT', `/files?name=${name}`, { headers: own(), body: 'a,b\n1,2\n' })
    const { value } = JSON.parse(answer.text) as { value: { file: string; fileName: string; sizeBytes: number } }
    expect(value).toMatchObject({ fileName: 'Übung 1.csv', sizeBytes: 8 })
    const { path } = application.files.resolve(value.file)
    expect(path.startsWith(join(folder, 'scratch', 'uploads'))).toBe(true)
    expect(readFileSync(path, 'utf8')).toBe('a,b\n1,2\n')
  })

  it('leave nothing behind when the upload breaks off', async () => {
    const { port } = new URL(host.origin)
    await new Promise<void>((done) => {
      const request = httpRequest({
        host: '127.0.0.1',
        port,
        method: 'PUT',
        path: '/files?name=a.csv',
        headers: { ...own(), 'content-length': '1000' },
      })
      request.on('error', () => done())
      request.write('half', () => setTimeout(() => request.destroy(), 50))
    })
    const uploads = join(folder, 'scratch', 'uploads')
    await expect.poll(() => readdirSync(uploads)).toEqual([])
  })

  it('are refused without a token before anything is written', async () => {
    const answer = await send('PUT', '/files?name=a.csv', { headers: { origin: host.origin }, body: 'a' })
    expect(answer.status).toBe(403)
  })
})

describe('artifacts', () => {
  it('are handed over once a ticket, as an attachment with their own name', async () => {
    const { artifact, path } = application.artifacts.create('Vorhersage für "Ä".csv')
    writeFileSync(path, 'x')
    const answer = await send('POST', `/artifacts/${artifact}`, { headers: own() })
    const ticket = (JSON.parse(answer.text) as { value: string }).value
    const file = await send('GET', `/artifacts/${artifact}?ticket=${ticket}`)
    expect([file.status, file.text]).toEqual([200, 'x'])
    expect(file.headers['content-disposition']).toBe(
      `attachment; filename="Vorhersage f_r ___.csv"; filename*=UTF-8''Vorhersage%20f%C3%BCr%20%22%C3%84%22.csv`,
    )
    expect((await send('GET', `/artifacts/${artifact}?ticket=${ticket}`)).status).toBe(403)
  })

  it('are refused without ticket and token, and with the ticket of another', async () => {
    const first = application.artifacts.create('a.csv')
    const second = application.artifacts.create('b.csv')
    writeFileSync(first.path, 'x')
    writeFileSync(second.path, 'y')
    expect((await send('GET', `/artifacts/${first.artifact}`)).status).toBe(403)
    const answer = await send('POST', `/artifacts/${first.artifact}`, { headers: own() })
    const ticket = (JSON.parse(answer.text) as { value: string }).value
    expect((await send('GET', `/artifacts/${second.artifact}?ticket=${ticket}`)).status).toBe(403)
  })

  it('that are not there are said to be missing', async () => {
    expect((await send('POST', '/artifacts/none', { headers: own() })).status).toBe(404)
  })
})

it('says that a port is taken', async () => {
  const port = Number(new URL(host.origin).port)
  const again = startBrowserHost({
    application,
    rendererFolder: pathToFileURL(`${folder}/`),
    scratchFolder: folder,
    port,
  })
  await expect(again).rejects.toMatchObject({ kind: 'busy', message: `Port ${port} is in use by another program.` })
})
