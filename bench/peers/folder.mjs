import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { say } from '../../scripts/setup/report.mjs'
import { run } from '../../scripts/setup/run.mjs'

/** Where this user's programs keep what can be made again. */
export function cacheFolder() {
  const { platform, env } = process
  const folder =
    platform === 'win32'
      ? (env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'))
      : platform === 'darwin'
        ? join(homedir(), 'Library', 'Caches')
        : env.XDG_CACHE_HOME || join(homedir(), '.cache')
  return join(folder, 'descent')
}

/** The folder of a benchmark's peers, another one for every content of the file that pins them. */
export function peersFolder(benchmark, pins) {
  const fingerprint = createHash('sha256').update(readFileSync(pins)).digest('hex').slice(0, 12)
  return join(cacheFolder(), `bench-${benchmark}-${fingerprint}`)
}

/** Installs peers by `steps` unless they are there; false, with the reason on standard error, where that fails. */
export async function installed(folder, peers, steps) {
  const ready = join(folder, '.ready')
  if (existsSync(ready)) return true
  say(`• Installing ${peers} into ${folder} (some minutes, once) …`)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const [command, args] of steps) {
    const { code } = await run(command, args, { output: 'show' })
    if (code !== 0) {
      say(`  The peers are not measured: "${command} ${args.join(' ')}" failed.`)
      return false
    }
  }
  writeFileSync(ready, '')
  return true
}
