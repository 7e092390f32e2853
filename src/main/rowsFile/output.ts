import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import type { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { DescentError } from '../../shared/errors.ts'

/** A file under way, whose failure ends every wait for it. */
export class Output {
  readonly stream: WriteStream
  readonly #broken: Promise<never>
  readonly #fail: (error: unknown) => void

  constructor(path: string) {
    let fail: (error: unknown) => void = () => {}
    this.#broken = new Promise<never>((_, reject) => {
      fail = reject
    })
    this.#broken.catch(() => {})
    this.#fail = fail
    this.stream = createWriteStream(path)
    this.stream.on('error', (error) => fail(unwritable(error, path)))
  }

  /** Ends every wait with an error of what the file is made of. */
  fail(error: unknown): void {
    this.#fail(error)
  }

  /** Writes to the file, or to what it is made of. */
  async write(into: Writable, part: string | Uint8Array): Promise<void> {
    if (!into.write(part)) await Promise.race([once(into, 'drain'), this.#broken])
  }

  /** Resolves when everything is in the file. */
  async finished(): Promise<void> {
    await Promise.race([finished(this.stream), this.#broken])
  }
}

function unwritable(error: NodeJS.ErrnoException, path: string): DescentError {
  if (error.code === 'ENOSPC') {
    return new DescentError('disk-full', 'The disk is full: the predictions could not be written.', {
      hint: 'Free some space and try again.',
      where: { file: path },
    })
  }
  return new DescentError('not-found', `“${path}” cannot be written.`, {
    hint: 'Choose a folder that exists and that you may write to.',
    where: { file: path },
    cause: error,
  })
}
