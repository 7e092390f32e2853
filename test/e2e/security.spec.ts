import { request as httpRequest } from 'node:http'
import { expect, startBrowserHost, test } from './support/studio.ts'

interface Answer {
  status: number
  text: string
}

/** A request exactly as written, as no browser would send it. */
function send(
  origin: string,
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: string,
): Promise<Answer> {
  const { port } = new URL(origin)
  return new Promise((done, failed) => {
    const request = httpRequest({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => done({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }))
    })
    request.on('error', failed)
    request.end(body)
  })
}

test('the built server refuses a wrong token, host and origin, and paths that climb', async ({ studio }) => {
  const { origin, token } = studio
  const right = { origin, authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const list = (headers: Record<string, string>) => send(origin, 'POST', '/call/projects.list', headers, '{}')
  expect((await list(right)).status).toBe(200)
  for (const wrong of [
    { ...right, authorization: 'Bearer guess' },
    { ...right, origin: 'https://evil.example' },
    { ...right, host: 'evil.example' },
    { 'content-type': 'application/json' },
  ]) {
    const answer = await list(wrong)
    expect(answer.status).toBe(403)
    expect(JSON.parse(answer.text)).toMatchObject({ ok: false, error: { kind: 'refused' } })
  }
  for (const path of ['/../package.json', '/%2e%2e/main/serve.js', '/assets/..%2f..%2fmain%2fserve.js']) {
    const answer = await send(origin, 'GET', path)
    expect(answer.status).toBe(404)
    expect(answer.text).not.toContain('import ')
  }
})

test('the token leaves the address at once, a reload works, and a page without it is told why it is empty', async ({
  studio,
  studioContext,
  studioPage,
}) => {
  await expect(studioPage.getByRole('heading', { level: 1 })).toBeVisible()
  expect(studioPage.url()).not.toContain(studio.token)
  await studioPage.reload()
  await expect(studioPage.getByRole('button', { name: /Penguins/ })).toBeVisible()

  const stranger = await studioContext.newPage()
  await stranger.goto(studio.origin)
  await expect(stranger.getByRole('alert').filter({ hasText: 'token' })).toBeVisible()
  await expect(stranger.getByRole('button', { name: /Penguins/ })).toHaveCount(0)
})

test('a lost connection is said, and so is a server that was started anew', async ({ studio, studioContext }) => {
  const page = await studioContext.newPage()
  await page.goto(studio.address)
  await expect(page.getByRole('button', { name: /Penguins/ })).toBeVisible()
  await studio.stop()
  await expect(page.getByRole('status').filter({ hasText: 'connection to Descent was lost' })).toBeVisible()
  const again = await startBrowserHost(studio.folder, Number(new URL(studio.origin).port))
  try {
    await expect(page.getByRole('alert').filter({ hasText: 'token' })).toBeVisible()
    await page.goto(again.address)
    await expect(page.getByRole('button', { name: /Penguins/ })).toBeVisible()
  } finally {
    await again.stop()
  }
})

test('a page of another origin can neither call nor listen', async ({ studio, studioContext }) => {
  const foreign = await studioContext.newPage()
  await foreign.route('http://evil.example/', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<p>evil</p>' }),
  )
  await foreign.goto('http://evil.example/')
  const outcome = await foreign.evaluate(
    async ({ origin, token }) => {
      const called = await fetch(`${origin}/call/projects.list`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: '{}',
      }).then(
        () => 'answered',
        () => 'refused',
      )
      const heard = await new Promise((done) => {
        const socket = new WebSocket(`${origin.replace('http', 'ws')}/events`, [
          'descent.events',
          `descent.token.${token}`,
        ])
        socket.onopen = () => done('open')
        socket.onerror = () => done('refused')
      })
      return [called, heard]
    },
    { origin: studio.origin, token: studio.token },
  )
  expect(outcome).toEqual(['refused', 'refused'])
})
