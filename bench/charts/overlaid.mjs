import { createServer } from 'node:http'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openMeasured, spent } from './counters.mjs'

const runs = 10
const epochs = 100_000
const updates = 40
const epochsAnUpdate = 100

const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' }

/** Builds the page of page/ and serves it on this machine alone. */
async function servePage() {
  const { build } = await import('vite')
  const { default: react } = await import('@vitejs/plugin-react')
  const folder = mkdtempSync(join(tmpdir(), 'descent-charts-page-'))
  await build({
    root: fileURLToPath(new URL('page', import.meta.url)),
    configFile: false,
    logLevel: 'warn',
    plugins: [react()],
    build: { outDir: folder, emptyOutDir: true, target: 'chrome140', chunkSizeWarningLimit: 5000 },
  })
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://page').pathname
    try {
      const body = readFileSync(join(folder, path === '/' ? 'index.html' : path))
      response.setHeader('Content-Type', types[extname(path) || '.html'] ?? 'application/octet-stream')
      response.end(body)
    } catch {
      response.statusCode = 404
      response.end()
    }
  })
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  return {
    address: `http://127.0.0.1:${server.address().port}/`,
    async close() {
      await new Promise((done) => server.close(done))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Milliseconds an update of ten curves of 100,000 epochs, each of which grows, by how they are drawn. */
export async function measureOverlaid(browser) {
  const served = await servePage()
  try {
    const { page, session } = await openMeasured(browser, served.address)
    await page.waitForFunction(() => window.charts !== undefined)
    const found = {}
    for (const [name, way] of [
      ['studio', { kind: 'studio' }],
      ['elements, 400 places', { kind: 'elements', places: 400 }],
      ['elements, 20,000 places', { kind: 'elements', places: 20_000 }],
    ]) {
      await page.evaluate(([way, runs, epochs]) => window.charts.show(way, runs, epochs), [way, runs, epochs])
      const grow = (times) => page.evaluate(([times, each]) => window.charts.grow(times, each), [times, epochsAnUpdate])
      await grow(5)
      const { milliseconds } = await spent(session, () => grow(updates))
      found[name] = Object.fromEntries(Object.entries(milliseconds).map(([kind, all]) => [kind, all / updates]))
    }
    await page.close()
    return { runs, epochs, updates, millisecondsAnUpdate: found }
  } finally {
    await served.close()
  }
}
