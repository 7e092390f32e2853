import { writeFileSync } from 'node:fs'
import { deflateSync } from 'node:zlib'

/**
 * Draws the tray's icons: a falling loss curve, black for light panels and as macOS template, white for dark ones, in the
 * sizes that Electron looks for by name. "node resources/tray/generate.mjs" writes them beside this file.
 */

/** In the 16 × 16 units of the icon: a cubic curve, half its width, and the dot at its end. */
const curve = [
  [2, 2.5],
  [3.2, 8.6],
  [5.6, 12.2],
  [13, 12.8],
]
const halfWidth = 0.95
const dot = { x: 13, y: 12.8, radius: 1.9 }
/** Straight pieces of the drawn curve, and samples a pixel in each direction. */
const PIECES = 64
const SAMPLES = 4

function pointAt(t) {
  const u = 1 - t
  const weights = [u ** 3, 3 * u * u * t, 3 * u * t * t, t ** 3]
  return [0, 1].map((axis) => curve.reduce((sum, point, index) => sum + weights[index] * point[axis], 0))
}

const pieces = Array.from({ length: PIECES }, (_, index) => [pointAt(index / PIECES), pointAt((index + 1) / PIECES)])

function distanceTo([[x0, y0], [x1, y1]], x, y) {
  const [dx, dy] = [x1 - x0, y1 - y0]
  const along = Math.max(0, Math.min(1, ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy)))
  return Math.hypot(x - x0 - along * dx, y - y0 - along * dy)
}

function isInside(x, y) {
  if (Math.hypot(x - dot.x, y - dot.y) <= dot.radius) return true
  return pieces.some((piece) => distanceTo(piece, x, y) <= halfWidth)
}

/** Share of a pixel that is covered, as a byte. */
function coverage(column, row, scale) {
  let inside = 0
  for (let i = 0; i < SAMPLES * SAMPLES; i++) {
    const x = (column + ((i % SAMPLES) + 0.5) / SAMPLES) / scale
    const y = (row + (Math.floor(i / SAMPLES) + 0.5) / SAMPLES) / scale
    if (isInside(x, y)) inside++
  }
  return Math.round((255 * inside) / (SAMPLES * SAMPLES))
}

/** CRC-32 of PNG (ISO 3309). */
function crc32(bytes) {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return (crc ^ 0xffffffff) >>> 0
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

/** A PNG of grey and alpha. */
export function drawIcon(grey, scale) {
  const size = 16 * scale
  const rows = []
  for (let row = 0; row < size; row++) {
    rows.push(0)
    for (let column = 0; column < size; column++) rows.push(grey, coverage(column, row, scale))
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(size, 0)
  header.writeUInt32BE(size, 4)
  header.set([8, 4, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.from(rows), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** Name of each file, its grey and its scale. */
export const icons = [
  ['trayTemplate.png', 0, 1],
  ['trayTemplate@2x.png', 0, 2],
  ['trayWhite.png', 255, 1],
  ['trayWhite@2x.png', 255, 2],
]

if (import.meta.main) {
  for (const [name, grey, scale] of icons) writeFileSync(new URL(name, import.meta.url), drawIcon(grey, scale))
}
