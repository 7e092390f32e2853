import { join, resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '..', '..')
export const out = join(root, 'out')

/** The runtime pinned in package.json: the npm package "node" carries the binary of the major that Electron has. */
export const pinnedNode = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')

/** A package's own script, to be run on the pinned runtime: the launchers in .bin take whatever node is on the PATH. */
export function packageScript(path) {
  return join(root, 'node_modules', ...path.split('/'))
}
