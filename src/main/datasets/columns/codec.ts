import { promisify } from 'node:util'
import { constants, zstdCompress, zstdCompressSync, zstdDecompressSync } from 'node:zlib'

/** Rows a chunk; only a column's last chunk may hold fewer. */
export const CHUNK_ROWS = 65_536

/** Number of chunks of a column of `rows` rows. */
export function chunkCount(rows: number): number {
  return Math.ceil(rows / CHUNK_ROWS)
}

// Level 1: files are read once and waited for; higher levels cost seconds and save little on columns.
const options = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }

const compressBeside = promisify(zstdCompress)

// So few bytes are stored as they are: a compressor costs a millisecond and a megabyte, and a table of twenty
// thousand short columns would need as many.
const STORED_BYTES = 1024

// The first byte of a text chunk, before compression, says how the texts are laid out.
const JOINED_BY_LINE_FEED = 0
const JSON_ARRAY = 1
const NO_TEXTS = 2
const LINE_FEED = 10

/**
 * Texts as one compressed chunk (or a whole dictionary), in order. Any JavaScript string survives, lone surrogates
 * and line feeds included.
 */
export function encodeTexts(texts: readonly string[]): Uint8Array {
  return compress(layOutTexts(texts))
}

/** Like `encodeTexts`; the compression runs beside the caller's thread. */
export async function encodeTextsBeside(texts: readonly string[]): Promise<Uint8Array> {
  const bytes = layOutTexts(texts)
  return bytes.byteLength <= STORED_BYTES ? store(bytes) : compressBeside(bytes, options)
}

/** Texts as one chunk that is not compressed; `listTexts` gives them back. */
export function layOutTexts(texts: readonly string[]): Uint8Array {
  if (texts.length === 0) return Buffer.of(NO_TEXTS)
  const joined = texts.join('\n')
  const simple = countLineFeeds(joined) === texts.length - 1 && joined.isWellFormed()
  const body = simple ? joined : JSON.stringify(texts)
  const bytes = Buffer.allocUnsafe(1 + Buffer.byteLength(body))
  bytes[0] = simple ? JOINED_BY_LINE_FEED : JSON_ARRAY
  bytes.write(body, 1)
  return bytes
}

/** The texts of a chunk made by `encodeTexts`. Throws when the bytes are damaged. */
export function decodeTexts(chunk: Uint8Array): string[] {
  return listTexts(unpack(chunk))
}

/** The texts of a chunk that was not compressed. */
export function listTexts(uncompressed: Uint8Array): string[] {
  const bytes = Buffer.from(uncompressed.buffer, uncompressed.byteOffset, uncompressed.byteLength)
  switch (bytes[0]) {
    case NO_TEXTS:
      return []
    case JOINED_BY_LINE_FEED:
      return bytes.toString('utf8', 1).split('\n')
    case JSON_ARRAY:
      return JSON.parse(bytes.toString('utf8', 1)) as string[]
    default:
      throw new Error('A chunk of texts does not begin with a known layout.')
  }
}

/** A chunk of texts of which only some are wanted. */
export interface OpenTexts {
  /** The texts from `first` up to `end`, which is not among them; fewer where the chunk ends before. */
  slice(first: number, end: number): string[]
  /** Memory it holds. */
  bytes: number
}

/** Between two remembered places lie so many texts. */
const INDEX_STEP = 256

/** Like `decodeTexts`, for windows: unpacks the bytes once and makes strings only of the texts asked for. */
export function openTexts(chunk: Uint8Array): OpenTexts {
  const unpacked = unpack(chunk)
  if (unpacked[0] !== JOINED_BY_LINE_FEED) {
    const texts = decodeTexts(chunk)
    return { slice: (first, end) => texts.slice(first, end), bytes: unpacked.byteLength * 2 }
  }
  const starts = [1]
  let texts = 0
  for (let at = 1; at < unpacked.length; at++) {
    if (unpacked[at] === LINE_FEED && ++texts % INDEX_STEP === 0) starts.push(at + 1)
  }
  return {
    slice(first, end) {
      const step = Math.floor(first / INDEX_STEP)
      const from = starts[step]
      if (from === undefined || end <= first) return []
      const to = starts[Math.ceil(end / INDEX_STEP)] ?? unpacked.length + 1
      // The line feed before the next text does not belong to the last one.
      const lines = unpacked.toString('utf8', from, to - 1).split('\n')
      return lines.slice(first - step * INDEX_STEP, end - step * INDEX_STEP)
    },
    bytes: unpacked.byteLength,
  }
}

/** Values as one compressed chunk: little-endian float64, every bit kept. */
export function encodeNumbers(values: Float64Array): Uint8Array {
  return compress(bytesOf(values))
}

/** The values of a chunk made by `encodeNumbers`, in memory of their own. Throws when the bytes are damaged. */
export function decodeNumbers(chunk: Uint8Array): Float64Array {
  return new Float64Array(decompress(chunk, Float64Array.BYTES_PER_ELEMENT))
}

/** Dictionary codes as one compressed chunk: little-endian int32. */
export function encodeCodes(codes: Int32Array): Uint8Array {
  return compress(bytesOf(codes))
}

/** The codes of a chunk made by `encodeCodes`, in memory of their own. Throws when the bytes are damaged. */
export function decodeCodes(chunk: Uint8Array): Int32Array {
  return new Int32Array(decompress(chunk, Int32Array.BYTES_PER_ELEMENT))
}

function bytesOf(array: Float64Array | Int32Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
}

function compress(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength <= STORED_BYTES ? store(bytes) : zstdCompressSync(bytes, options)
}

// A zstd frame of one raw block (RFC 8878): magic, a descriptor saying that a content size of two bytes (less 256)
// or one byte follows, that size, and a block header of three bytes whose lowest bit marks the last block.
const ZSTD_MAGIC = 0xfd2fb528
const ONE_BYTE_SIZE = 0x20
const TWO_BYTE_SIZE = 0x60
const BLOCK_HEADER_BYTES = 3

/** Bytes as zstd reads them, without compressing. */
function store(bytes: Uint8Array): Uint8Array {
  const length = bytes.byteLength
  const start = headerBytes(length)
  const frame = Buffer.alloc(start + length)
  frame.writeUInt32LE(ZSTD_MAGIC, 0)
  frame[4] = length < 256 ? ONE_BYTE_SIZE : TWO_BYTE_SIZE
  if (length < 256) frame[5] = length
  else frame.writeUInt16LE(length - 256, 5)
  frame.writeUIntLE(length * 8 + 1, start - BLOCK_HEADER_BYTES, BLOCK_HEADER_BYTES)
  frame.set(bytes, start)
  return frame
}

function headerBytes(length: number): number {
  return 5 + (length < 256 ? 1 : 2) + BLOCK_HEADER_BYTES
}

function unpack(chunk: Uint8Array): Buffer {
  const frame = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
  return stored(frame) ?? zstdDecompressSync(frame)
}

/** What `store` was given; null for any other frame. */
function stored(frame: Buffer): Buffer | null {
  if (frame.byteLength < headerBytes(0) || frame.readUInt32LE(0) !== ZSTD_MAGIC) return null
  const isLong = frame[4] === TWO_BYTE_SIZE
  if (!isLong && frame[4] !== ONE_BYTE_SIZE) return null
  const length = isLong ? frame.readUInt16LE(5) + 256 : frame.readUInt8(5)
  const start = headerBytes(length)
  if (frame.byteLength !== start + length) return null
  const isRaw = frame.readUIntLE(start - BLOCK_HEADER_BYTES, BLOCK_HEADER_BYTES) === length * 8 + 1
  return isRaw ? frame.subarray(start) : null
}

function decompress(chunk: Uint8Array, bytesPerElement: number): ArrayBuffer {
  const bytes = unpack(chunk)
  if (bytes.byteLength % bytesPerElement !== 0) throw new Error('A chunk of values has a broken length.')
  const copy = new ArrayBuffer(bytes.byteLength)
  new Uint8Array(copy).set(bytes)
  return copy
}

function countLineFeeds(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++
  return count
}
