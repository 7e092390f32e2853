/**
 * How well polluted text files are read with automatic settings, beside papaparse:
 * `npm run bench:robustness -- [--keep FOLDER] [--json]`.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { spawnSync } from 'node:child_process'
import { ensureBuilt } from '../../../scripts/setup/all.mjs'
import { out, pinnedNode } from '../../../scripts/setup/paths.mjs'
import { main } from '../../../scripts/setup/report.mjs'
import { automaticRecords, strictRecords, tableFrom } from './papaparse.mjs'
import { pollutedFiles } from './pollute.mjs'
import { scoreOf, summary } from './score.mjs'

const options = { json: { type: 'boolean', default: false }, keep: { type: 'string' } }

await main(async () => {
  const { json, keep } = parseArgs({ options }).values
  await ensureBuilt()
  const folder = keep === undefined ? mkdtempSync(join(tmpdir(), 'descent-robustness-')) : resolve(keep)
  const [polluted, understood] = [join(folder, 'polluted'), join(folder, 'understood')]
  for (const one of [polluted, understood]) mkdirSync(one, { recursive: true })
  const files = [...pollutedFiles()]
  for (const { name, bytes } of files) writeFileSync(join(polluted, name), bytes)
  const started = performance.now()
  spawnSync(pinnedNode, [join(out, 'main', 'cli.js'), 'convert', polluted, understood], { stdio: 'ignore' })
  const seconds = (performance.now() - started) / 1000
  const result = scored(files, understood)
  if (keep === undefined) rmSync(folder, { recursive: true })
  process.stdout.write(json ? `${JSON.stringify({ ...result, seconds })}\n` : table({ ...result, seconds }))
})

/** Both readers' points, and the files that Descent did not read to the last cell. */
export function scored(files, understood) {
  const ours = files.map((file) => {
    const score = scoreOf(file, outputOf(join(understood, `${basename(file.name, '.csv')}.csv`), file))
    return { name: file.name, fault: file.fault, score }
  })
  const papaparse = files.map((file) => {
    const score = scoreOf(file, tableFrom(automaticRecords(file.bytes), file.header !== null))
    return { fault: file.fault, score }
  })
  const missed = ours.filter(({ score }) => score.total < 10).map(({ name, score }) => ({ name, points: score.total }))
  return { descent: summary(ours), papaparse: summary(papaparse), missed }
}

function outputOf(path, file) {
  try {
    return tableFrom(strictRecords(readFileSync(path, 'utf8')), file.header !== null)
  } catch {
    return null
  }
}

function table({ descent, papaparse, missed, seconds }) {
  const peer = new Map(papaparse.faults.map((one) => [one.fault, one]))
  const figure = (value) => value.toFixed(3).padStart(8)
  const rows = descent.faults.map(({ fault, files, header, records, cells, total }) =>
    [
      fault.padEnd(18),
      String(files).padStart(6),
      ...[header, records, cells, total, peer.get(fault).total].map(figure),
    ].join(' '),
  )
  const head = `${'fault'.padEnd(18)} ${'files'.padStart(6)} ${['header', 'records', 'cells', 'points', 'papa'].map((text) => text.padStart(8)).join(' ')}`
  const lines = [
    head,
    ...rows,
    '',
    `Points of ten: Descent ${descent.simple.toFixed(4)} simple, ${descent.weighted.toFixed(4)} weighted; papaparse ${papaparse.simple.toFixed(4)} and ${papaparse.weighted.toFixed(4)}.`,
    `${descent.files} files in ${seconds.toFixed(1)} s, ${missed.length} not read to the last cell${missed.length === 0 ? '.' : ':'}`,
    ...missed.slice(0, 40).map(({ name, points }) => `  ${name} ${points.toFixed(3)}`),
  ]
  return `${lines.join('\n')}\n`
}
