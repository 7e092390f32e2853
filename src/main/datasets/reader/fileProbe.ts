import { isAscii } from 'node:buffer'
import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { countUtf8 } from '../../../core/import/encoding.ts'
import type { Utf8Counts } from '../../../core/import/encoding.ts'
import { DescentError } from '../../../shared/errors.ts'

/** Bytes of a file that are looked at to find out how to read it. */
const sampleBytes = 1_000_000

export interface OpenFile {
  handle: FileHandle
  path: string
  fileName: string
  sizeBytes: number
  /** The file's first bytes. */
  sample: Uint8Array
}

/** Opens a file that a person named. Throws `not-found` or `unusable-input`, naming the file. */
export async function openFile(path: string, fileName: string): Promise<OpenFile> {
  const where = { file: fileName }
  let handle: FileHandle
  try {
    handle = await open(path, 'r')
  } catch (error) {
    throw openFailure(error, fileName)
  }
  try {
    const status = await handle.stat()
    if (status.isDirectory()) throw directoryFailure(fileName)
    if (status.isFile() && status.size === 0) {
      throw new DescentError('unusable-input', `“${fileName}” is empty: it holds no bytes.`, {
        hint: 'Choose a file with a table in it.',
        where,
      })
    }
    if (!status.isFile()) {
      throw new DescentError('unusable-input', `“${fileName}” is not a file but a device or a pipe.`, {
        hint: 'Save its content as a file first.',
        where,
      })
    }
    const sample = Buffer.alloc(Math.min(sampleBytes, status.size))
    const { bytesRead } = await readFully(handle, sample, 0)
    return { handle, path, fileName, sizeBytes: status.size, sample: sample.subarray(0, bytesRead) }
  } catch (error) {
    await handle.close()
    throw error instanceof DescentError ? error : unreadable(fileName)
  }
}

/** Fills a buffer from a place in the file, as far as the file reaches. */
export async function readFully(handle: FileHandle, buffer: Buffer, position: number): Promise<{ bytesRead: number }> {
  let filled = 0
  while (filled < buffer.length) {
    const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, position + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return { bytesRead: filled }
}

const scanBytes = 4_000_000

/** Reads the whole file once: its SHA-256, and how much of it is UTF-8 beyond ASCII and how much cannot be. */
export async function scanFile(file: OpenFile): Promise<{ sha256: string; utf8: Utf8Counts }> {
  const hash = createHash('sha256')
  const utf8: Utf8Counts = { characters: 0, invalid: 0 }
  const buffer = Buffer.alloc(scanBytes)
  // Bytes at the buffer's beginning that belong to a character cut by the end of the piece before.
  let kept = 0
  for (let position = 0; position < file.sizeBytes;) {
    const { bytesRead } = await readFully(file.handle, buffer.subarray(kept), position)
    if (bytesRead === 0) break
    hash.update(buffer.subarray(kept, kept + bytesRead))
    position += bytesRead
    const filled = kept + bytesRead
    const whole = position < file.sizeBytes ? characterBoundary(buffer, filled) : filled
    const piece = buffer.subarray(0, whole)
    if (!isAscii(piece)) {
      const counts = countUtf8(piece)
      utf8.characters += counts.characters
      utf8.invalid += counts.invalid
    }
    buffer.copyWithin(0, whole, filled)
    kept = filled - whole
  }
  return { sha256: hash.digest('hex'), utf8 }
}

/** The end of the last whole character, at most three bytes back. */
function characterBoundary(bytes: Uint8Array, end: number): number {
  for (let at = end - 1; at >= Math.max(0, end - 3); at--) {
    const byte = bytes[at] ?? 0
    if (byte < 0x80) return end
    if (byte >= 0xc0) return at
  }
  return end
}

/** What a person can do is said; the library's words are not. */
function openFailure(error: unknown, fileName: string): DescentError {
  const code = (error as NodeJS.ErrnoException | null)?.code
  const where = { file: fileName }
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new DescentError('not-found', `There is no file “${fileName}”.`, {
      hint: 'Check the name and the folder; it may have been moved or deleted.',
      where,
    })
  }
  if (code === 'EISDIR') return directoryFailure(fileName)
  if (code === 'EACCES' || code === 'EPERM') {
    return new DescentError('unusable-input', `“${fileName}” may not be read.`, {
      hint: 'Ask for the permission to read it, or copy it to a folder of your own.',
      where,
    })
  }
  return unreadable(fileName)
}

function directoryFailure(fileName: string): DescentError {
  return new DescentError('unusable-input', `“${fileName}” is a folder, not a file.`, {
    hint: 'Choose a file inside it.',
    where: { file: fileName },
  })
}

function unreadable(fileName: string): DescentError {
  return new DescentError('unusable-input', `“${fileName}” cannot be read from the disk.`, {
    hint: 'Check that the disk is connected and the file is not damaged, then try again.',
    where: { file: fileName },
  })
}
