import { DescentError } from '../../shared/errors.ts'

/** SQLite's and the system's error codes, as far as one is there. */
function codeOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string')
    return error.code
  return ''
}

/**
 * What an error of SQLite or of the file system means for the person, with the file's name. Errors that say nothing
 * a person can act on are left as they are.
 */
export function storageFailure(error: unknown, fileName: string): unknown {
  if (error instanceof DescentError) return error
  const code = codeOf(error)
  const where = { file: fileName }
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT' || code === 'SQLITE_IOERR_SHMSIZE') {
    return new DescentError('disk-full', `The disk that holds ${fileName} is full. What was saved before is safe.`, {
      hint: 'Free some space on that disk, then try again.',
      where,
      cause: error,
    })
  }
  if (code === 'SQLITE_NOTADB') return notAProject(fileName, error)
  if (code.startsWith('SQLITE_CORRUPT') || isBrokenText(error)) {
    return new DescentError('damaged', `${fileName} is damaged and cannot be read further.`, {
      hint: 'Take a copy of the file from a backup. Descent does not write to a damaged project.',
      where,
      cause: error,
    })
  }
  if (code.startsWith('SQLITE_READONLY') || code === 'EROFS') {
    return new DescentError('busy', `${fileName} is open for reading only and cannot be changed.`, {
      hint: 'Close it in the other program, or copy it to a folder that you may write to, and open it again.',
      where,
      cause: error,
    })
  }
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return new DescentError('busy', `Another program is using ${fileName} at this moment.`, {
      hint: 'Try again in a few seconds.',
      where,
      cause: error,
    })
  }
  if (code === 'SQLITE_CANTOPEN' || code === 'SQLITE_PERM' || code === 'EACCES' || code === 'EPERM') {
    return new DescentError('unusable-input', `${fileName} cannot be opened: access is denied.`, {
      hint: 'Check the rights of the file and of its folder, which must be writable too.',
      where,
      cause: error,
    })
  }
  if (code.startsWith('SQLITE_IOERR') || code === 'EIO') {
    return new DescentError('damaged', `The disk that holds ${fileName} reported an error.`, {
      hint: 'Check that the disk is still connected. What was saved before is safe if the disk is sound.',
      where,
      cause: error,
    })
  }
  return error
}

/** SQLite has no code of its own for a stored description that is no longer JSON. */
function isBrokenText(error: unknown): boolean {
  return codeOf(error) === 'SQLITE_ERROR' && error instanceof Error && error.message === 'malformed JSON'
}

/** A file that never was a project. */
export function notAProject(fileName: string, cause?: unknown): DescentError {
  return new DescentError('unusable-input', `${fileName} is not a Descent project.`, {
    hint: 'Choose a file that Descent made (*.descent), or open this one as data.',
    where: { file: fileName },
    cause,
  })
}
