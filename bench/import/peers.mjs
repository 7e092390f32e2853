import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pinnedNode } from '../../scripts/setup/paths.mjs'
import { say } from '../../scripts/setup/report.mjs'
import { installed, peersFolder } from '../peers/folder.mjs'
import { outputOf } from '../peers/process.mjs'
import { peersPython } from '../peers/python.mjs'

/** The Python with polars, DuckDB and pandas, or null. */
export function pythonPeers() {
  return peersPython(join(import.meta.dirname, 'requirements.txt'), 'import', 'polars, DuckDB and pandas')
}

/** The folder with papaparse and exceljs, or null. */
export async function nodePeers() {
  const pins = join(import.meta.dirname, 'node.json')
  const folder = peersFolder('import-node', pins)
  const packages = Object.entries(JSON.parse(readFileSync(pins, 'utf8'))).map(([name, version]) => `${name}@${version}`)
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const install = [npm, ['install', '--prefix', folder, '--no-save', '--no-audit', '--no-fund', ...packages]]
  return (await installed(folder, 'papaparse and exceljs', [install])) ? folder : null
}

/** What peer.mjs answers; null where the peers are absent or it fails. */
export async function nodePeer(folder, ...args) {
  if (folder === null) return null
  try {
    const script = join(import.meta.dirname, 'peer.mjs')
    return JSON.parse(await outputOf(pinnedNode, ['--max-old-space-size=8192', script, folder, ...args]))
  } catch (error) {
    say(`The peer could not be measured: ${error.message}`)
    return null
  }
}
