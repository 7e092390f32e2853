/**
 * Measures a reader of npm in a process of its own: `peer.mjs FOLDER papaparse|papaparseTyped|exceljs|write FILE [rows]`,
 * FOLDER where the peers are installed. Writes {"version", "setting", "seconds", "rows"} to standard output; `write` makes
 * the workbook that exceljs reads.
 */
import { createReadStream, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { mixedKinds, mixedNames, mixedRows } from './mixed.mjs'

const [folder, what, path, rows] = process.argv.slice(2)
const require = createRequire(join(folder, 'node_modules', 'any.js'))
const versionOf = (name) => JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')).version

/** Rows are counted and let go: what a program does with them is its own time. */
async function withPapaparse(dynamicTyping) {
  const papaparse = require('papaparse')
  let count = 0
  const started = performance.now()
  await new Promise((done, fail) => {
    const chunk = ({ data }) => {
      count += data.length
    }
    papaparse.parse(createReadStream(path, 'utf8'), { header: true, dynamicTyping, chunk, complete: done, error: fail })
  })
  const seconds = [(performance.now() - started) / 1000]
  const setting = dynamicTyping ? 'dynamicTyping, in chunks' : 'texts, in chunks'
  return { version: versionOf('papaparse'), setting, seconds, rows: count }
}

async function withExceljs() {
  const { Workbook } = require('exceljs')
  const started = performance.now()
  const workbook = new Workbook()
  await workbook.xlsx.readFile(path)
  let count = 0
  workbook.worksheets[0].eachRow((row) => {
    count += row.values.length > 0 ? 1 : 0
  })
  const seconds = [(performance.now() - started) / 1000]
  return { version: versionOf('exceljs'), setting: 'Workbook.xlsx.readFile', seconds, rows: count - 1 }
}

async function writeWorkbook(count) {
  const { stream } = require('exceljs')
  const workbook = new stream.xlsx.WorkbookWriter({ filename: path })
  const sheet = workbook.addWorksheet('mixed')
  sheet.addRow(mixedNames).commit()
  for (const texts of mixedRows(count)) sheet.addRow(texts.map(cell)).commit()
  await workbook.commit()
  return { rows: count }
}

function cell(text, column) {
  if (text === '') return null
  const kind = mixedKinds[column]
  if (kind === 'date') return new Date(`${text}T00:00:00Z`)
  return kind === 'number' ? Number(text) : text
}

const works = {
  papaparse: () => withPapaparse(false),
  papaparseTyped: () => withPapaparse(true),
  exceljs: withExceljs,
  write: () => writeWorkbook(Number(rows)),
}
process.stdout.write(JSON.stringify(await works[what]()))
