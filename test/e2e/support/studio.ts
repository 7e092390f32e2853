import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page, test as base } from '@playwright/test'
import { chromiumFlags, chromiumPath } from '../../support/chromium.ts'
import { pinnedNode } from '../../support/pinnedNode.ts'

const root = resolve(import.meta.dirname, '..', '..', '..')
const screenshotsFolder = join(root, 'test-results', 'screenshots')

/** The built browser host on a folder of its own. */
export interface RunningStudio {
  /** The address with its token, as printed. */
  address: string
  origin: string
  token: string
  folder: string
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

async function addressOf(child: ChildProcess): Promise<string> {
  let text = ''
  return new Promise((done, failed) => {
    const read = (part: Buffer) => {
      text += part.toString('utf8')
      const address = /http:\/\/127\.0\.0\.1:\d+\/#\S+/.exec(text)?.[0]
      if (address !== undefined) done(address)
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    child.on('exit', (code) => failed(new Error(`The browser host ended with ${code}:\n${text}`)))
  })
}

/** Starts the built browser host; on the same folder it finds what an earlier one left. */
export async function startBrowserHost(folder: string, port = 0): Promise<RunningStudio> {
  const args = [join(root, 'out', 'main', 'serve.js'), '--no-open', '--folder', folder, '--port', String(port)]
  const child = spawn(pinnedNode, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<number | null>((done) => child.on('exit', (code) => done(code)))
  const address = await addressOf(child)
  const { origin, hash } = new URL(address)
  return {
    address,
    origin,
    token: new URLSearchParams(hash.slice(1)).get('token') ?? '',
    folder,
    stop(signal = 'SIGTERM') {
      child.kill(signal)
      return ended
    },
  }
}

/** A picture for people to look at; nothing is compared with it. */
export async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(screenshotsFolder, { recursive: true })
  await page.screenshot({ path: join(screenshotsFolder, `${name}.png`) })
}

/** Collects what a working page never has: errors, and messages of the security policy. */
function collectFaults(page: Page): string[] {
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text())
  })
  return faults
}

interface Fixtures {
  folder: string
  studio: RunningStudio
  studioContext: BrowserContext
  /** A window of 1280 × 800 on the studio's Home; the test fails if the page reports an error. */
  studioPage: Page
}

export const test = base.extend<Fixtures, { studioBrowser: Browser }>({
  studioBrowser: [
    async ({}, provide) => {
      const browser = await chromium.launch({ executablePath: chromiumPath(), args: chromiumFlags })
      await provide(browser)
      await browser.close()
    },
    { scope: 'worker' },
  ],
  folder: async ({}, provide) => {
    const folder = mkdtempSync(join(tmpdir(), 'descent-e2e-'))
    await provide(folder)
    rmSync(folder, { recursive: true, force: true })
  },
  studio: async ({ folder }, provide) => {
    const studio = await startBrowserHost(join(folder, 'projects'))
    await provide(studio)
    await studio.stop()
  },
  studioContext: async ({ studioBrowser }, provide) => {
    const context = await studioBrowser.newContext({
      viewport: { width: 1280, height: 800 },
      acceptDownloads: true,
      reducedMotion: 'reduce',
    })
    await provide(context)
    await context.close()
  },
  studioPage: async ({ studio, studioContext }, provide) => {
    const page = await studioContext.newPage()
    const faults = collectFaults(page)
    await page.goto(studio.address)
    await provide(page)
    base.expect(faults, 'the page reports no error').toEqual([])
  },
})

export { expect } from '@playwright/test'
