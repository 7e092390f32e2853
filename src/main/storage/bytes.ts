import { crc32 } from 'node:zlib'
import { DescentError } from '../../shared/errors.ts'

/** A value with the checksum that was stored beside it. */
export interface StoredBytes {
  crc: number
  bytes: Uint8Array
}

export function checksum(bytes: Uint8Array): number {
  return crc32(bytes)
}

/** The bytes in memory of their own (aligned, transferable); throws `damaged` where they are not what was written. */
export function verified(stored: StoredBytes, what: string, fileName: string): Uint8Array<ArrayBuffer> {
  if (checksum(stored.bytes) !== stored.crc) {
    throw new DescentError('damaged', `${fileName} is damaged: ${what} is not what was written.`, {
      hint: 'Take a copy of the file from a backup, or import the data again.',
      where: { file: fileName },
    })
  }
  return new Uint8Array(stored.bytes)
}

/** The memory of typed numbers as bytes, without a copy. All machines that Descent runs on are little-endian. */
export function bytesOf(numbers: Float64Array | Float32Array): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength)
}
