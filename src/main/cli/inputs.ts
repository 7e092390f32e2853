import { stat } from 'node:fs/promises'
import { DescentError } from '../../shared/errors.ts'

/** Makes sure that a file is there. Errors: `not-found`, and `unusable-input` for a folder in place of `what`. */
export async function requireInput(path: string, what: string): Promise<void> {
  const found = await stat(path).catch(() => null)
  if (found === null) {
    throw new DescentError('not-found', `${path} is not there or cannot be reached.`, {
      hint: 'Check the path and that you may read it.',
      where: { file: path },
    })
  }
  if (found.isDirectory()) {
    throw new DescentError('unusable-input', `${path} is a folder, not ${what}.`, { where: { file: path } })
  }
}
