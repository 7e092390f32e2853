import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm, statfs } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { DescentError } from '../../shared/errors.ts'
import type { Application } from '../application.ts'
import { refusal } from '../http/failures.ts'
import { sendResult } from './answers.ts'

/** A name for people: no folders, no control characters, no longer than file systems take. */
export function plainFileName(name: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is taken out
  const plain = basename(name.replaceAll('\\', '/')).replaceAll(/[\u0000-\u001f\u007f<>:"|?*]/g, '_')
  const short = plain.length > 200 ? plain.slice(-200) : plain
  return short === '' || short === '.' || short === '..' ? 'file' : short
}

async function requireSpace(folder: string, request: IncomingMessage): Promise<void> {
  const announced = Number(request.headers['content-length'] ?? 0)
  if (!Number.isSafeInteger(announced) || announced < 0) throw refusal(400, 'This upload has no usable length.')
  const { bavail, bsize } = await statfs(folder)
  if (announced > bavail * bsize) {
    throw new DescentError('disk-full', `There is no room for this file of ${announced} bytes.`, {
      hint: 'Free some space in the folder for temporary files, then choose the file again.',
    })
  }
}

function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
}

/** PUT /files?name=N: the body, streamed to disk, becomes a file known by its id. */
export async function acceptUpload(
  application: Application,
  folder: string,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const fileName = plainFileName(name)
  const own = join(folder, randomUUID())
  await mkdir(own, { recursive: true })
  const path = join(own, fileName)
  try {
    await requireSpace(own, request)
    await pipeline(request, createWriteStream(path, { flags: 'wx' }))
    sendResult(response, 200, { ok: true, value: await application.files.register(path, fileName) })
  } catch (error) {
    // Nothing of an upload that broke off stays behind.
    await rm(own, { recursive: true, force: true })
    if (isFull(error)) {
      throw new DescentError('disk-full', `The disk is full: ${fileName} could not be taken over.`, {
        hint: 'Free some space, then choose the file again.',
      })
    }
    throw error
  }
}
