import type { Encoding } from '../../shared/datasets.ts'

export interface DetectedEncoding {
  encoding: Exclude<Encoding, 'windows-1252'> | 'eight-bit'
  /** Bytes of the byte order mark, 0 where there is none. */
  markLength: number
}

/**
 * The encoding a file's first bytes show: a byte order mark, or UTF-16 by the zero bytes that every other character
 * of Western text has. `eight-bit` is UTF-8 or Windows-1252, which only the whole file can tell.
 */
export function detectEncoding(bytes: Uint8Array): DetectedEncoding {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { encoding: 'utf-8', markLength: 3 }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: 'utf-16le', markLength: 2 }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: 'utf-16be', markLength: 2 }
  const looked = Math.min(bytes.length - (bytes.length % 2), 4096)
  const zeros = [0, 0]
  for (let at = 0; at < looked; at++) if (bytes[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  const many = looked / 2 / 4
  if (looked >= 4 && odd > many && even < odd / 20) return { encoding: 'utf-16le', markLength: 0 }
  if (looked >= 4 && even > many && odd < even / 20) return { encoding: 'utf-16be', markLength: 0 }
  return { encoding: 'eight-bit', markLength: 0 }
}

export interface Utf8Counts {
  /** Whole multi-byte characters. */
  characters: number
  /** Bytes that belong to none. */
  invalid: number
}

/**
 * Counts what in a piece of a file is UTF-8 beyond ASCII and what cannot be. Over-long forms and surrogates count as
 * invalid (RFC 3629). A character cut off at the piece's end counts as neither.
 */
export function countUtf8(bytes: Uint8Array): Utf8Counts {
  const counts = { characters: 0, invalid: 0 }
  for (let at = 0; at < bytes.length;) {
    const lead = bytes[at] ?? 0
    if (lead < 0x80) {
      at++
      continue
    }
    const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2
    if (at + length > bytes.length && lead >= 0xc2 && lead <= 0xf4) break
    if (isCharacter(bytes, at, length)) {
      counts.characters++
      at += length
    } else {
      counts.invalid++
      at++
    }
  }
  return counts
}

/** UTF-8 with a damaged byte here and there stays UTF-8; otherwise the bytes are Windows-1252. */
export function isUtf8(counts: Utf8Counts): boolean {
  return counts.invalid === 0 || counts.invalid * 50 < counts.characters
}

function isCharacter(bytes: Uint8Array, at: number, length: number): boolean {
  const lead = bytes[at] ?? 0
  const second = bytes[at + 1] ?? 0
  if (lead < 0xc2 || lead > 0xf4) return false
  for (let next = 1; next < length; next++) if (((bytes[at + next] ?? 0) & 0xc0) !== 0x80) return false
  if (lead === 0xe0) return second >= 0xa0
  if (lead === 0xed) return second < 0xa0
  if (lead === 0xf0) return second >= 0x90
  if (lead === 0xf4) return second < 0x90
  return true
}

/** Share of characters that no text table holds: control characters other than tab, line ends and form feed. */
export function controlShare(text: string): number {
  if (text.length === 0) return 0
  let controls = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if ((code < 32 && code !== 9 && code !== 10 && code !== 13 && code !== 12) || code === 127) controls++
  }
  return controls / text.length
}

const signatures: readonly (readonly [string, readonly number[]])[] = [
  ['a PDF document', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['a PNG picture', [0x89, 0x50, 0x4e, 0x47]],
  ['a JPEG picture', [0xff, 0xd8, 0xff]],
  ['a GIF picture', [0x47, 0x49, 0x46, 0x38]],
  ['a gzip archive', [0x1f, 0x8b]],
  ['a 7-Zip archive', [0x37, 0x7a, 0xbc, 0xaf]],
  ['a bzip2 archive', [0x42, 0x5a, 0x68]],
  ['an xz archive', [0xfd, 0x37, 0x7a, 0x58]],
  ['a Zstandard archive', [0x28, 0xb5, 0x2f, 0xfd]],
  ['a Parquet file', [0x50, 0x41, 0x52, 0x31]],
  ['an SQLite database', [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66]],
  ['a program', [0x7f, 0x45, 0x4c, 0x46]],
]

/** What a file that is no table is, by its first bytes; null where they say nothing. */
export function foreignFormat(bytes: Uint8Array): string | null {
  return signatures.find(([, magic]) => magic.every((byte, at) => bytes[at] === byte))?.[0] ?? null
}

/** A zip archive (xlsx, xlsm, xlsb, ods) or an OLE compound file (xls, or a workbook with a password). */
export function spreadsheetContainer(bytes: Uint8Array): 'zip' | 'compound' | null {
  const starts = (...magic: number[]) => magic.every((byte, at) => bytes[at] === byte)
  if (starts(0x50, 0x4b, 0x03, 0x04) || starts(0x50, 0x4b, 0x05, 0x06)) return 'zip'
  if (starts(0xd0, 0xcf, 0x11, 0xe0)) return 'compound'
  return null
}
