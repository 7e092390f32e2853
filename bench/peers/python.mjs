import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { say } from '../../scripts/setup/report.mjs'
import { run } from '../../scripts/setup/run.mjs'

const requirements = join(import.meta.dirname, 'requirements.txt')

function cacheFolder() {
  const { platform, env } = process
  if (platform === 'win32') return env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local')
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches')
  return env.XDG_CACHE_HOME || join(homedir(), '.cache')
}

/**
 * The Python of the peers' own environment, made on first use outside the repository; null, with the reason on
 * standard error, where it cannot be made.
 */
export async function peersPython() {
  const fingerprint = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12)
  const folder = join(cacheFolder(), 'descent', `bench-engine-${fingerprint}`)
  const python = process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python3')
  const ready = join(folder, '.ready')
  if (existsSync(ready)) return python
  say(`• Installing PyTorch and scikit-learn into ${folder} (some minutes, once) …`)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const system = process.platform === 'win32' ? 'python' : 'python3'
  const steps = [
    [system, ['-m', 'venv', folder]],
    [python, ['-m', 'pip', 'install', '--disable-pip-version-check', '-r', requirements]],
  ]
  for (const [command, args] of steps) {
    const { code } = await run(command, args, { output: 'show' })
    if (code !== 0) {
      say(`  The peers are not measured: "${command} ${args.join(' ')}" failed.`)
      return null
    }
  }
  writeFileSync(ready, '')
  return python
}
