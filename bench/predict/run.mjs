/**
 * How fast a network predicts, beside onnxruntime: `npm run bench:predict -- [--rows N] [--peak] [--file] [--json]`.
 * A network of 30 inputs, 64 and 32 units (ReLU) and one output with the same made-up weights answers the same prepared
 * float32 rows through the engine and through onnxruntime, on one thread each, in turns within one process, in pieces of
 * several sizes; the best of each is told in rows a second of processor time, and what their answers differ by. `--peak`:
 * the share of the processor's peak, too, which builds native/bench. `--file`:
 * also a CSV file of as many rows through the whole studio, with intervals and flags in a file out, and the greatest memory
 * of its process.
 */
import { parseArgs } from 'node:util'
import { main } from '../../scripts/setup/report.mjs'
import { measureFile } from './file.mjs'
import { measureRows } from './rows.mjs'

const millions = (value) => `${(value / 1e6).toFixed(2)} M rows/s`

function table({ rows, engine, onnxruntime, ratio, share, difference, kernel, files }) {
  const lines = [
    `${rows.toLocaleString('en')} rows × 30 columns through 64-32, one thread`,
    `  engine (${kernel})   ${millions(engine)}${share === null ? '' : `, ${(share * 100).toFixed(0)} % of the peak`}`,
    `  onnxruntime        ${millions(onnxruntime)}`,
    `  engine / onnxruntime ${ratio.toFixed(2)}, largest difference ${difference.toExponential(1)}`,
  ]
  for (const { format, seconds, peakMegabytes, growthMegabytes } of files) {
    lines.push(
      `  CSV to ${format}: ${seconds.toFixed(1)} s, ${millions(rows / seconds)}, peak ${peakMegabytes.toFixed(0)} MB, ${growthMegabytes.toFixed(0)} MB more than with a hundredth of the rows`,
    )
  }
  return `${lines.join('\n')}\n`
}

await main(async () => {
  const { values } = parseArgs({
    options: {
      rows: { type: 'string', default: '1000000' },
      file: { type: 'boolean' },
      peak: { type: 'boolean' },
      json: { type: 'boolean' },
    },
  })
  const rows = Number(values.rows)
  const measured = await measureRows(rows, values.peak === true)
  const files = []
  if (values.file === true) for (const format of ['csv', 'xlsx']) files.push(await measureFile(rows, format))
  const result = { rows, ...measured, files }
  process.stdout.write(values.json === true ? `${JSON.stringify(result)}\n` : table(result))
})
