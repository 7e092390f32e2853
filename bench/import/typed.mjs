import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../scripts/setup/paths.mjs'
import { SetupError, say } from '../../scripts/setup/report.mjs'
import { outputOf } from '../peers/process.mjs'
import { peerOutput } from '../peers/python.mjs'
import { mixedDates, mixedKinds, mixedNames } from './mixed.mjs'
import { nodePeer } from './peers.mjs'

const manifest = join(root, 'native', 'Cargo.toml')
const cargo = ['run', '--release', '--locked', '--quiet', '-p', 'descent-readers', '--example', 'measure']
const tries = 3
const workbookRows = 100_000

/** What native/readers/examples/measure.rs answers. */
async function measured(path, what, times = tries) {
  const args = [...cargo, '--manifest-path', manifest, '--', path, what, String(times)]
  return JSON.parse(await outputOf('cargo', args))
}

const best = ({ seconds }) => Math.min(...seconds)

function told(measure, sizeBytes) {
  const seconds = best(measure)
  const { peakBytes, typedBytes, version = null, setting = '' } = measure
  const memory = peakBytes && typedBytes ? peakBytes / typedBytes : null
  return { version, setting, seconds, megabytesPerSecond: sizeBytes / 1e6 / seconds, memory }
}

/** From a text file to typed columns: the best of several tries each, and how long the bytes alone take. */
export async function typedColumns(path, peers) {
  const sizeBytes = statSync(path).size
  const ours = await measured(path, 'typed')
  requireKinds(ours.columns)
  const described = await measured(path, 'described')
  const packed = await measured(path, 'packed')
  const of = {}
  for (const peer of ['polars', 'polarsTexts', 'duckdb', 'pandas']) {
    say(`  ${peer}`)
    const input = { peer, path, dates: mixedDates, tries }
    of[peer] = await peerOutput(peers.python, join(import.meta.dirname, 'peers.py'), input, null)
  }
  for (const peer of ['papaparse', 'papaparseTyped']) {
    say(`  ${peer}`)
    of[peer] = await nodePeer(peers.node, peer, path)
  }
  const peersTold = Object.entries(of).map(([name, one]) => [
    name,
    one === null ? null : told({ ...one, typedBytes: ours.typedBytes }, sizeBytes),
  ])
  const ratio = (name) => (of[name] === null ? null : best(ours) / best(of[name]))
  return {
    rows: ours.rows,
    sizeBytes,
    typedBytes: ours.typedBytes,
    bytesAlone: { seconds: bytesAlone(path) },
    ours: {
      typed: told(ours, sizeBytes),
      described: told({ ...described, setting: 'with statistics' }, sizeBytes),
      packed: told({ ...packed, setting: 'with statistics, texts and values packed' }, sizeBytes),
    },
    peers: Object.fromEntries(peersTold),
    ratio: { polars: ratio('polars'), duckdb: ratio('duckdb') },
  }
}

/** A table of another size: that it is read at all, in what time and memory. */
export async function largeTable(path) {
  const packed = await measured(path, 'packed', 1)
  requireKinds(packed.columns)
  return {
    rows: packed.rows,
    sizeBytes: statSync(path).size,
    typedBytes: packed.typedBytes,
    ours: told(packed, statSync(path).size),
  }
}

/** A workbook beside exceljs, which writes it first. */
export async function workbook(path, peers) {
  if (!existsSync(path)) await nodePeer(peers.node, 'write', path, String(workbookRows))
  if (!existsSync(path)) throw new SetupError('The workbook could not be written: exceljs is absent.')
  const sizeBytes = statSync(path).size
  const ours = await measured(path, 'described')
  requireKinds(ours.columns)
  const exceljs = await nodePeer(peers.node, 'exceljs', path)
  return {
    rows: ours.rows,
    sizeBytes,
    ours: told(ours, sizeBytes),
    peers: { exceljs: exceljs === null ? null : told(exceljs, sizeBytes) },
    ratio: { exceljs: exceljs === null ? null : best(exceljs) / best(ours) },
  }
}

/** A speed counts only for the right result. */
function requireKinds(columns) {
  const wrong = columns.find(({ kind }, at) => kind !== mixedKinds[at])
  if (wrong !== undefined || columns.length !== mixedNames.length) {
    throw new SetupError(
      `The column "${wrong?.name}" was read as ${wrong?.kind}: the speed of a wrong result says nothing.`,
    )
  }
}

/** Seconds that reading the file takes, without looking at a byte. */
function bytesAlone(path) {
  const buffer = Buffer.alloc(1 << 20)
  const times = Array.from({ length: tries }, () => {
    const started = performance.now()
    const file = openSync(path, 'r')
    while (readSync(file, buffer) > 0);
    closeSync(file)
    return (performance.now() - started) / 1000
  })
  return Math.min(...times)
}
