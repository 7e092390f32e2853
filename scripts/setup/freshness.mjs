import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { root } from './paths.mjs'

function filesUnder(path, found = []) {
  const info = statSync(path, { throwIfNoEntry: false })
  if (info === undefined) return found
  if (!info.isDirectory()) {
    found.push(path)
    return found
  }
  for (const entry of readdirSync(path).sort()) {
    if (entry !== 'target' && entry !== 'node_modules') filesUnder(join(path, entry), found)
  }
  return found
}

/**
 * One hash over the names and contents of everything a build reads. Contents, not times: a fresh clone, a switched
 * branch and a restored backup all change times alone.
 */
export function fingerprint(paths, extra = '') {
  const hash = createHash('sha256').update(extra)
  for (const path of paths) {
    for (const file of filesUnder(join(root, path))) {
      const content = readFileSync(file)
      hash.update(`\0${relative(root, file).replaceAll('\\', '/')}\0${content.length}\0`).update(content)
    }
  }
  return hash.digest('hex')
}

export function readStamp(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** Written last, and whole: an interrupted build leaves no stamp and is done again. */
export function writeStamp(path, value) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(`${path}.new`, value)
  renameSync(`${path}.new`, path)
}
