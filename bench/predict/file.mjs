/** A CSV file through the whole studio, in a process of its own whose memory is measured: `node file.mjs ROWS FORMAT`. */
import { createWriteStream, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { finished } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { openApplication } from '../application.mjs'
import { outputOf } from '../peers/process.mjs'
import { randomFrom } from '../random.mjs'

const inputs = 30
const trainingRows = 4000
const names = Array.from({ length: inputs }, (_, i) => `x${i}`)

/**
 * Seconds of a file; the most megabytes that the studio held, and the process that reads files for it (null where that is not
 * told); and how much more of both together than with a hundredth of the rows.
 */
export async function measureFile(rows, format) {
  const ask = async (count) =>
    JSON.parse(await outputOf(process.execPath, [fileURLToPath(import.meta.url), String(count), format]))
  const few = await ask(Math.ceil(rows / 100))
  const all = await ask(rows)
  const together = ({ studio, reader }) => studio + (reader ?? 0)
  return { format, ...all, growth: together(all) - together(few) }
}

async function measureHere(rows, format) {
  const folder = mkdtempSync(join(tmpdir(), 'descent-bench-'))
  const application = await openApplication(folder)
  try {
    const { handlers, files } = application
    const [learned, asked] = [join(folder, 'learned.csv'), join(folder, 'asked.csv')]
    const next = randomFrom(3)
    const line = () => Array.from({ length: inputs }, () => (2 * next() - 1).toFixed(4))
    const withTarget = Array.from({ length: trainingRows }, () => {
      const values = line()
      return [...values, (Number(values[0]) * 2 + Number(values[1])).toFixed(4)].join(',')
    })
    writeFileSync(learned, `${[...names, 'target'].join(',')}\n${withTarget.join('\n')}\n`)
    const stream = createWriteStream(asked)
    stream.write(`${names.join(',')}\n`)
    for (let at = 0; at < rows; at += 1000) {
      const part = Array.from({ length: Math.min(1000, rows - at) }, () => line().join(','))
      if (!stream.write(`${part.join('\n')}\n`)) await once(stream, 'drain')
    }
    stream.end()
    await finished(stream)

    const { file: table } = await files.register(learned, basename(learned))
    const { project } = await application.openProjectFile(join(folder, 'bench.descent'), { create: true })
    const dataset = await handlers['datasets.import']({ project, job: crypto.randomUUID(), file: table, options: {} })
    const of = { project, dataset: dataset.id }
    const { recipe } = await handlers['recipes.suggest']({ ...of, target: 'target' })
    const defaults = await handlers['runs.defaults']({ ...of, recipe, preset: 'fast' })
    const [like] = defaults.network.hidden
    const config = {
      ...defaults,
      network: { ...defaults.network, hidden: [64, 32].map((units) => ({ ...like, units, activation: 'relu' })) },
      training: { ...defaults.training, epochs: 3, earlyStopping: null },
    }
    const { id: run } = await handlers['runs.start']({ ...of, recipe, config })
    while ((await handlers['runs.get']({ project, run })).state !== 'finished') {
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    const { file } = await files.register(asked, basename(asked))
    const output = { format, conformal: { level: 0.9, sets: 'smallest' }, flags: true }
    const began = performance.now()
    await handlers['predictions.file']({ project, run, job: crypto.randomUUID(), file, options: {}, output })
    const seconds = (performance.now() - began) / 1000
    return { seconds, studio: process.resourceUsage().maxRSS / 1024, reader: readerMegabytes() }
  } finally {
    await application.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What the largest process that this one started has held at most; the reader waits for its next file. Null outside Linux. */
function readerMegabytes() {
  if (process.platform !== 'linux') return null
  const children = readdirSync('/proc/self/task').flatMap((thread) =>
    readFileSync(`/proc/self/task/${thread}/children`, 'utf8').split(' ').filter(Boolean),
  )
  const peaks = children.map((id) =>
    Number(/VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0),
  )
  return peaks.length === 0 ? null : Math.max(...peaks) / 1024
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [rows, format] = process.argv.slice(2)
  process.stdout.write(JSON.stringify(await measureHere(Number(rows), format)))
}
