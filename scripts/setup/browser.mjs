import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { say, SetupError, step } from './report.mjs'
import { packageScript } from './paths.mjs'
import { run, runNode, toolEnvironment } from './run.mjs'

const names = {
  linux: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: [
    join(process.env.PROGRAMFILES ?? 'C:\\Program Files', 'Google\\Chrome\\Application\\chrome.exe'),
    join(process.env['PROGRAMFILES(X86)'] ?? 'C:\\Program Files (x86)', 'Microsoft\\Edge\\Application\\msedge.exe'),
  ],
}

function onPath(name) {
  if (name.includes('/') || name.includes('\\')) return existsSync(name) ? name : undefined
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path))
}

async function starts(path) {
  // Chrome on Windows opens a window for --version; there the file's presence has to do.
  if (process.platform === 'win32') return true
  return (await run(path, ['--version', '--no-sandbox'], { timeoutSeconds: 20 })).code === 0
}

/** Where Playwright keeps, or would keep, the browser it downloads. */
async function playwrightPath() {
  const program = "process.stdout.write(require('playwright-core').chromium.executablePath())"
  const result = await runNode(['-e', program])
  return result.code === 0 ? result.text.trim() : undefined
}

async function find() {
  const chosen = process.env.DESCENT_CHROMIUM
  if (chosen) {
    if (await starts(chosen)) return chosen
    throw new SetupError(`DESCENT_CHROMIUM names ${chosen}, which does not start.`)
  }
  for (const name of names[process.platform] ?? names.linux) {
    const path = onPath(name)
    if (path !== undefined && (await starts(path))) return path
  }
  const downloaded = await playwrightPath()
  return downloaded !== undefined && existsSync(downloaded) && (await starts(downloaded)) ? downloaded : undefined
}

async function canReach(address) {
  try {
    await fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(5000) })
    return true
  } catch {
    return false
  }
}

const isRoot = process.getuid?.() === 0

async function installByPlaywright() {
  if (!(await canReach('https://cdn.playwright.dev/'))) return
  const args = ['install', ...(isRoot && process.platform === 'linux' ? ['--with-deps'] : []), 'chromium']
  await step('Fetching Chromium by Playwright', () =>
    runNode([packageScript('playwright-core/cli.js'), ...args], { timeoutSeconds: 600 }),
  )
}

async function installByApt() {
  if (process.platform !== 'linux' || !isRoot || onPath('apt-get') === undefined) return
  const env = toolEnvironment({ DEBIAN_FRONTEND: 'noninteractive' })
  await step('Installing the package chromium by apt-get', async () => {
    const update = await run('apt-get', ['update'], { env })
    const install = await run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], { env })
    if (install.code !== 0) say(`${update.text}${install.text}`.trimEnd().split('\n').slice(-5).join('\n'))
  })
}

/** A Chromium that starts: the machine's own, else Playwright's, else the distribution's package. */
export async function ensureChromium() {
  const found = await find()
  if (found !== undefined) return found
  for (const install of [installByPlaywright, installByApt]) {
    await install()
    const path = await find()
    if (path !== undefined) return path
  }
  throw new SetupError(
    'The end-to-end tests need Chromium, which is not on this machine and could not be installed. Install it (on Debian, as root: apt-get install chromium) or set DESCENT_CHROMIUM to the path of Chromium or Chrome, then run the command again.',
  )
}
