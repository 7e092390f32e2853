import { closeSync, openSync, writeSync } from 'node:fs'
import { randomFrom } from '../random.mjs'

const cities = Array.from({ length: 800 }, (_, at) => `City ${String.fromCharCode(65 + (at % 26))}${at}`)
const pick = (list) => (random) => list[Math.floor(random() * list.length)]
const integer = (most) => (random) => String(Math.floor(random() * most))
const day = (random) =>
  new Date(Date.UTC(2000, 0, 1) + Math.floor(random() * 9000) * 86_400_000).toISOString().slice(0, 10)
const or = (share, other) => (random) => (random() < share ? '' : other(random))

/** What each column of the table holds: a share of some are empty. */
const columns = [
  ['id', 'number', (_, row) => String(row + 1)],
  ['age', 'number', integer(100)],
  ['visits', 'number', or(0.05, integer(5000))],
  ['units', 'number', integer(1_000_000)],
  ['balance', 'number', (random) => String(Math.floor((random() - 0.5) * 20_000_000))],
  ['flag', 'number', integer(2)],
  ['price', 'number', (random) => (random() * 1000).toFixed(2)],
  ['discount', 'number', or(0.1, (random) => random().toFixed(3))],
  ['temperature', 'number', (random) => (random() * 60 - 20).toFixed(1)],
  ['longitude', 'number', (random) => (random() * 360 - 180).toFixed(6)],
  ['score', 'number', or(0.05, (random) => String(random()))],
  ['measure', 'number', (random) => String((random() - 0.5) * 1000)],
  ['colour', 'category', pick(['red', 'green', 'blue', 'yellow', 'black', 'white'])],
  ['city', 'category', pick(cities)],
  ['segment', 'category', or(0.2, pick(['consumer', 'corporate', 'home office', 'public sector']))],
  ['status', 'category', pick(['active', 'closed', 'pending'])],
  ['member', 'boolean', pick(['yes', 'no'])],
  ['born', 'date', day],
  ['joined', 'date', day],
  ['left', 'date', or(0.5, day)],
]

export const mixedNames = columns.map(([name]) => name)

/** The kind that each column is to be read as. */
export const mixedKinds = columns.map(([, kind]) => kind)

/** Columns whose values are dates. */
export const mixedDates = columns.filter(([, kind]) => kind === 'date').map(([name]) => name)

/** Rows of 20 mixed texts, the same on every machine. */
export function* mixedRows(count) {
  const random = randomFrom(20_231_122)
  for (let row = 0; row < count; row += 1) yield columns.map(([, , text]) => text(random, row))
}

/** Writes the rows as a CSV with a header: 160 MB for a million. */
export function writeMixed(path, rows) {
  const file = openSync(path, 'w')
  let text = `${mixedNames.join(',')}\n`
  for (const texts of mixedRows(rows)) {
    text += `${texts.join(',')}\n`
    if (text.length > 4_000_000) {
      writeSync(file, text)
      text = ''
    }
  }
  writeSync(file, text)
  closeSync(file)
}
