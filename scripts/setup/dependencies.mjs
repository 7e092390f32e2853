import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pinnedNode, root } from './paths.mjs'
import { say, SetupError, step } from './report.mjs'
import { run } from './run.mjs'

function packagesOf(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages ?? {}
  } catch {
    return undefined
  }
}

/**
 * Whether node_modules holds what package-lock.json says. npm writes its own record of what it installed
 * (node_modules/.package-lock.json) at the end of every install, so an interrupted one is noticed. Optional
 * packages are those of other platforms and may be absent.
 */
function isInstalled() {
  if (!existsSync(pinnedNode)) return false
  const wanted = packagesOf(join(root, 'package-lock.json'))
  const installed = packagesOf(join(root, 'node_modules', '.package-lock.json'))
  if (wanted === undefined || installed === undefined) return false
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true
    const found = installed[path]
    return found === undefined ? entry.optional === true : found.version === entry.version
  })
}

/** npm as the one that started this script, else the one on the PATH. */
function npmCommand() {
  const npm = process.env.npm_execpath
  if (npm !== undefined && /npm-cli\.[cm]?js$/.test(npm))
    return { command: process.execPath, first: [npm], shell: false }
  return { command: 'npm', first: [], shell: process.platform === 'win32' }
}

/** Installs exactly what package-lock.json names, where it is not installed yet. Works on any Node from 20.19. */
export async function ensureDependencies() {
  if (isInstalled()) return
  await step('Installing packages (about half a minute the first time)', async () => {
    const { command, first, shell } = npmCommand()
    // What npm start's own npm was told (a log level, a prefix) is not meant for this install.
    const env = Object.fromEntries(
      Object.entries(process.env).filter(
        ([key]) => !/^npm_(package|lifecycle|config_(loglevel|prefix|local_prefix|global_prefix))/.test(key),
      ),
    )
    const result = await run(command, [...first, 'ci', '--no-audit', '--no-fund'], { output: 'tee', env, shell })
    if (result.missing)
      throw new SetupError(
        'npm is not on the PATH. Install Node.js 20.19 or later with npm, then run the command again.',
      )
    if (result.code !== 0) {
      throw new SetupError(
        'The packages could not be installed (npm ci failed, its words are above). Check that the npm registry can be reached, then run the command again.',
      )
    }
  })
  if (!isInstalled()) {
    say(`  node_modules still lacks something of package-lock.json, or ${pinnedNode}.`)
    throw new SetupError(
      'The installation is incomplete. Delete the folder node_modules and run the command again; npm must be allowed to run the install script of the package "node".',
    )
  }
}
