import { closeSync, openSync, writeSync } from 'node:fs'
import { randomFrom } from '../random.mjs'

const levels = Array.from({ length: 12 }, (_, at) => `level ${at}`)
const number = (random) => (random() < 0.05 ? '' : (random() * 1000 - 300).toFixed(3))
const category = (random) => (random() < 0.05 ? '' : levels[Math.floor(random() * random() * levels.length)])
const day = (random) =>
  new Date(Date.UTC(2000, 0, 1) + Math.floor(random() * 9000) * 86_400_000).toISOString().slice(0, 10)

const kinds = [
  ...Array.from({ length: 35 }, (_, at) => [`number${at}`, number]),
  ...Array.from({ length: 12 }, (_, at) => [`category${at}`, category]),
  ['day1', day],
  ['day2', day],
  ['target', (random) => (random() * 100).toFixed(2)],
]

/** A table of 50 columns: 35 of numbers and 12 of categories with 5 % gaps, two of dates, a numeric target. */
export function writeWide(path, rows) {
  const random = randomFrom(7)
  const file = openSync(path, 'w')
  writeSync(file, `${kinds.map(([name]) => name).join(',')}\n`)
  for (let row = 0; row < rows; row += 10_000) {
    const lines = []
    for (let at = row; at < Math.min(rows, row + 10_000); at += 1)
      lines.push(kinds.map(([, make]) => make(random)).join(','))
    writeSync(file, `${lines.join('\n')}\n`)
  }
  closeSync(file)
}
