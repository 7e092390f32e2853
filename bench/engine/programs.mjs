import { join } from 'node:path'
import { root } from '../../scripts/setup/paths.mjs'
import { say } from '../../scripts/setup/report.mjs'
import { outputOf } from './process.mjs'

const manifest = join(root, 'native', 'Cargo.toml')
const cargo = ['run', '--release', '--locked', '--quiet', '-p', 'descent-bench', '--manifest-path', manifest, '--']

/** What native/bench writes. */
export function engineOutput(args) {
  return outputOf('cargo', [...cargo, ...args])
}

/** What a script of the peers answers to `input`; `absent` where there is no Python or the script fails. */
export async function peerOutput(python, script, input, absent) {
  if (python === null) return absent
  try {
    // -B: no compiled files beside the scripts.
    return JSON.parse(await outputOf(python, ['-B', join(import.meta.dirname, script)], JSON.stringify(input)))
  } catch (error) {
    say(`The peers could not be measured: ${error.message}`)
    return absent
  }
}
