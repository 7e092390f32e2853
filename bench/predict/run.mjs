/**
 * How fast a network predicts: `npm run bench:predict -- [--rows N] [--file-rows N] [--peak] [--json]`.
 *
 * In memory: a network of 30 inputs, 64 and 32 units (ReLU) and one output with the same made-up weights answers the same
 * N prepared float32 rows through the engine and through onnxruntime, on one thread each, in turns within one process, in
 * pieces of several sizes; the best of each is told in rows a second of processor time, and what their answers differ by.
 * `--peak`: the share of the processor's peak, too, which builds native/bench.
 *
 * From file to file: a CSV file of `--file-rows` rows through the whole studio, with intervals and flags, to a CSV file and
 * to a workbook, in rows a second and the greatest memory of the studio's processes. 0 rows leave it out.
 */
import { parseArgs } from 'node:util'
import { main, SetupError } from '../../scripts/setup/report.mjs'
import { measureFile } from './file.mjs'
import { measureRows } from './rows.mjs'

const millions = (value) => `${(value / 1e6).toFixed(2)} M rows/s`

function table({ rows, engine, onnxruntime, ratio, share, difference, kernel, fileRows, files }) {
  const lines = [
    `${rows.toLocaleString('en')} prepared rows × 30 columns through 64-32, one thread`,
    `  engine (${kernel})   ${millions(engine)}${share === null ? '' : `, ${(share * 100).toFixed(0)} % of the peak`}`,
    `  onnxruntime        ${millions(onnxruntime)}`,
    `  engine / onnxruntime ${ratio.toFixed(2)}, largest difference ${difference.toExponential(1)}`,
  ]
  if (files.length > 0) {
    lines.push(`${fileRows.toLocaleString('en')} rows × 30 columns from file to file, with intervals and flags`)
  }
  return `${[...lines, ...files.map((file) => fileLine(fileRows, file))].join('\n')}\n`
}

function fileLine(rows, { format, seconds, studio, reader, growth }) {
  const rate = Math.round(rows / seconds).toLocaleString('en')
  const beside = reader === null ? '' : ` and ${reader.toFixed(0)} MB of the reader`
  const more = growth < 0 ? 'no more' : `${growth.toFixed(0)} MB more`
  return `  CSV to ${format.padEnd(4)}  ${rate} rows/s (${seconds.toFixed(1)} s), at most ${studio.toFixed(0)} MB of the studio${beside}, ${more} than with a hundredth of the rows`
}

function numberOf(text, option, least) {
  const number = Number(text)
  if (Number.isInteger(number) && number >= least) return number
  throw new SetupError(`${option} takes a whole number from ${least}, not "${text}".`)
}

await main(async () => {
  const { values } = parseArgs({
    options: {
      rows: { type: 'string', default: '1000000' },
      'file-rows': { type: 'string', default: '1000000' },
      peak: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  })
  const rows = numberOf(values.rows, '--rows', 1)
  const fileRows = numberOf(values['file-rows'], '--file-rows', 0)
  const measured = await measureRows(rows, values.peak)
  const files = []
  if (fileRows > 0) for (const format of ['csv', 'xlsx']) files.push(await measureFile(fileRows, format))
  const result = { rows, ...measured, fileRows, files }
  process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : table(result))
})
