import { join, resolve } from 'node:path'

/** The runtime that package.json pins: built programs run on it, whatever runs the tests. */
export const pinnedNode = join(
  resolve(import.meta.dirname, '..', '..'),
  'node_modules',
  'node',
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
)
