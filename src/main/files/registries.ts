import { stat } from 'node:fs/promises'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DescentError } from '../../shared/errors.ts'
import type { ArtifactRegistry, FileRegistry } from '../application.ts'
import { newId } from '../ids.ts'
import { safeFileName } from './fileNames.ts'

/** Files the person chose. A file is looked at when it is used, not when it is registered: it may have changed. */
export function createFileRegistry(): FileRegistry {
  const files = new Map<string, { path: string; fileName: string }>()
  return {
    async register(path, fileName) {
      const stats = await stat(path).catch((cause: unknown) => {
        throw new DescentError('not-found', `The file ${fileName} is not there or cannot be reached.`, {
          hint: 'Check that it still exists and that you may read it.',
          where: { file: fileName },
          cause,
        })
      })
      if (stats.isDirectory()) {
        throw new DescentError('unusable-input', `${fileName} is a folder, not a file.`, {
          hint: 'Choose a file in it.',
          where: { file: fileName },
        })
      }
      const file = newId()
      files.set(file, { path, fileName })
      return { file, fileName, sizeBytes: stats.size }
    },
    resolve(file) {
      const known = files.get(file)
      if (known === undefined) {
        throw new DescentError('not-found', 'Descent no longer knows this file.', { hint: 'Choose the file again.' })
      }
      return known
    },
  }
}

/** Files that Descent made, each in a folder of its own under `folder`. */
export function createArtifactRegistry(folder: string): ArtifactRegistry {
  const artifacts = new Map<string, { path: string; fileName: string }>()
  return {
    create(wanted) {
      const artifact = newId()
      const fileName = safeFileName(wanted, 'file')
      const own = join(folder, artifact)
      mkdirSync(own, { recursive: true })
      const entry = { path: join(own, fileName), fileName }
      artifacts.set(artifact, entry)
      return { artifact, ...entry }
    },
    resolve(artifact) {
      const known = artifacts.get(artifact)
      if (known === undefined) {
        throw new DescentError('not-found', 'This file is no longer there.', { hint: 'Make it again.' })
      }
      return known
    },
  }
}
