import { join } from 'node:path'
import { root } from '../../scripts/setup/paths.mjs'
import { peerOutput as outputOfPeer } from '../peers/python.mjs'
import { outputOf } from '../peers/process.mjs'

const manifest = join(root, 'native', 'Cargo.toml')
const cargo = ['run', '--release', '--locked', '--quiet', '-p', 'descent-bench', '--manifest-path', manifest, '--']

/** What native/bench writes. */
export function engineOutput(args) {
  return outputOf('cargo', [...cargo, ...args])
}

/** What a script of the peers answers to `input`; `absent` where there is no Python or the script fails. */
export function peerOutput(python, script, input, absent) {
  return outputOfPeer(python, join(import.meta.dirname, script), input, absent)
}
