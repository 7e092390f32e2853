import { join } from 'node:path'
import { say } from '../../scripts/setup/report.mjs'
import { installed, peersFolder } from './folder.mjs'
import { outputOf } from './process.mjs'

/**
 * The Python of a benchmark's own environment, made on first use outside the repository from its pinned `requirements`;
 * null, with the reason on standard error, where it cannot be made.
 *
 * @param peers their names, for a person who waits
 */
export async function peersPython(requirements, benchmark, peers) {
  const folder = peersFolder(benchmark, requirements)
  const python = process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python3')
  const system = process.platform === 'win32' ? 'python' : 'python3'
  const steps = [
    [system, ['-m', 'venv', folder]],
    [python, ['-m', 'pip', 'install', '--disable-pip-version-check', '-r', requirements]],
  ]
  return (await installed(folder, peers, steps)) ? python : null
}

/** What a script of the peers answers to `input`; `absent` where there is no Python or the script fails. */
export async function peerOutput(python, script, input, absent) {
  if (python === null) return absent
  try {
    // -B: no compiled files beside the scripts.
    return JSON.parse(await outputOf(python, ['-B', script], JSON.stringify(input)))
  } catch (error) {
    say(`The peers could not be measured: ${error.message}`)
    return absent
  }
}
