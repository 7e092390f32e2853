import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageScript, root } from './paths.mjs'
import { step } from './report.mjs'
import { exitCodeOf, runNode, toolEnvironment } from './run.mjs'

const fetchLimitSeconds = 20
const crashWindowSeconds = 8

export function hasDisplay(platform = process.platform, env = process.env) {
  return platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
}

/** The runtime's program, or undefined where it was not fetched yet. */
function electronProgram() {
  const place = packageScript('electron/path.txt')
  if (!existsSync(place)) return undefined
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? packageScript('electron/dist')
  const program = join(folder, readFileSync(place, 'utf8'))
  return existsSync(program) ? program : undefined
}

/** @returns the program, or the reason why there is none, in words. */
async function fetchElectron() {
  const present = electronProgram()
  if (present !== undefined) return { program: present }
  const result = await step('Fetching the Electron runtime (once)', () =>
    runNode([packageScript('electron/install.js')], { timeoutSeconds: fetchLimitSeconds }),
  )
  const program = electronProgram()
  if (result.code === 0 && program !== undefined) return { program }
  return { reason: `the Electron runtime could not be fetched within ${fetchLimitSeconds} seconds` }
}

/**
 * Opens the studio in Electron where that can be.
 * @returns {Promise<{code: number} | {reason: string}>} the exit code of a session that was, or why there was none.
 */
export async function openInElectron(args) {
  if (!hasDisplay()) return { reason: 'there is no display' }
  if (process.platform === 'linux' && process.getuid?.() === 0) return { reason: 'Electron does not run as root' }
  const { program, reason } = await fetchElectron()
  if (program === undefined) return { reason }
  return new Promise((done) => {
    const started = performance.now()
    const env = toolEnvironment()
    delete env.ELECTRON_RUN_AS_NODE
    const child = spawn(program, [root, ...args], { cwd: root, env, stdio: ['ignore', 'inherit', 'pipe'] })
    // Chromium writes warnings of no meaning to a person there; they are kept for a crash only.
    child.stderr.resume()
    const forward = (signal) => child.kill(signal)
    process.on('SIGINT', forward)
    process.on('SIGTERM', forward)
    const stopWaiting = () => {
      process.removeListener('SIGINT', forward)
      process.removeListener('SIGTERM', forward)
    }
    child.on('error', () => {
      stopWaiting()
      done({ reason: 'the Electron runtime does not start' })
    })
    child.on('close', (code, signal) => {
      stopWaiting()
      const exitCode = exitCodeOf(code, signal)
      const early = (performance.now() - started) / 1000 < crashWindowSeconds
      if (exitCode !== 0 && early) done({ reason: `Electron ended with code ${exitCode} as it started` })
      else done({ code: exitCode })
    })
  })
}
