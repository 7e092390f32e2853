import { closeSync, fsyncSync, mkdtempSync, openSync, readdirSync, rmSync, statSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { openApplication } from '../application.mjs'

/** Seconds of an import into a new project, beside what the disk takes for as many bytes. */
export async function projectImport(path) {
  return inStudio(async (application, folder) => {
    const { file } = await application.files.register(path, basename(path))
    const project = join(folder, 'bench.descent')
    const { project: id } = await application.openProjectFile(project, { create: true })
    const started = performance.now()
    const order = { project: id, job: crypto.randomUUID(), file, options: {} }
    const dataset = await application.handlers['datasets.import'](order)
    const seconds = (performance.now() - started) / 1000
    const written = readdirSync(folder).filter((name) => name.startsWith('bench.descent'))
    const writtenBytes = written.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
    return {
      rows: dataset.rows,
      sizeBytes: statSync(path).size,
      seconds,
      writtenBytes,
      disk: { seconds: diskAlone(folder, writtenBytes) },
    }
  })
}

/** Milliseconds until the first rows of a file and its kinds are known, reader process started included. */
export async function firstRows(path) {
  return inStudio(async (application) => {
    const milliseconds = []
    let shown = 0
    for (let at = 0; at < 5; at += 1) {
      const { file } = await application.files.register(path, basename(path))
      const started = performance.now()
      const inspection = await application.handlers['datasets.inspect']({ file, options: {} })
      milliseconds.push(performance.now() - started)
      shown = inspection.rows.length
    }
    milliseconds.sort((a, b) => a - b)
    return { rows: shown, milliseconds: milliseconds[2], sizeBytes: statSync(path).size }
  })
}

async function inStudio(work) {
  const folder = mkdtempSync(join(tmpdir(), 'descent-bench-'))
  const application = await openApplication(folder)
  try {
    return await work(application, folder)
  } finally {
    await application.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Seconds that writing as many bytes takes, until they are on the disk. */
function diskAlone(folder, bytes) {
  const piece = Buffer.alloc(1 << 20, 0x5a)
  const started = performance.now()
  const file = openSync(join(folder, 'disk'), 'w')
  for (let left = bytes; left > 0; left -= piece.length) writeSync(file, piece, 0, Math.min(left, piece.length))
  fsyncSync(file)
  closeSync(file)
  return (performance.now() - started) / 1000
}
