/**
 * How fast the engine trains, beside PyTorch and scikit-learn, all in one run:
 * `npm run bench:engine -- [--work S,M,L,XL] [--json]`.
 */
import { join } from 'node:path'
import { main, say, SetupError } from '../../scripts/setup/report.mjs'
import { root } from '../../scripts/setup/paths.mjs'
import { requireRust } from '../../scripts/setup/native.mjs'
import { outputOf } from './process.mjs'
import { peersPython } from './python.mjs'
import { table } from './table.mjs'

const names = ['S', 'M', 'L', 'XL']

function readArguments(args) {
  const chosen = { json: false, works: names }
  for (let at = 0; at < args.length; at += 1) {
    const [name, inline] = args[at].split(/=(.*)/s)
    if (name === '--json') chosen.json = true
    else if (name === '--work') {
      const value = inline ?? args[(at += 1)] ?? ''
      chosen.works = value.split(',')
      const wrong = chosen.works.find((work) => !names.includes(work))
      if (wrong !== undefined) throw new SetupError(`There is no work "${wrong}". Choose from ${names.join(', ')}.`)
    } else throw new SetupError(`"${args[at]}" is not an option. There are --work ${names.join(',')} and --json.`)
  }
  return chosen
}

const cargo = ['run', '--release', '--locked', '--quiet', '-p', 'descent-bench']
const engine = [...cargo, '--manifest-path', join(root, 'native', 'Cargo.toml'), '--']

async function measureEngine(work) {
  return JSON.parse(await outputOf('cargo', [...engine, work]))
}

async function measurePeers(python, work, cores) {
  if (python === null) return { pytorch: null, scikitLearn: null }
  const input = JSON.stringify({ ...work, cores })
  try {
    return JSON.parse(await outputOf(python, [join(import.meta.dirname, 'peers.py')], input))
  } catch (error) {
    say(`The peers could not be measured: ${error.message}`)
    return { pytorch: null, scikitLearn: null }
  }
}

await main(async () => {
  const { json, works } = readArguments(process.argv.slice(2))
  await requireRust()
  const python = await peersPython()
  const measured = []
  const peakGflops = { one: 0, all: 0 }
  for (const name of works) {
    say(`Work ${name}`)
    const ours = await measureEngine(name)
    peakGflops.one = Math.max(peakGflops.one, ours.peakGflops.one)
    peakGflops.all = Math.max(peakGflops.all, ours.peakGflops.all)
    measured.push({ name, ours, peers: await measurePeers(python, ours.rows[0].table, ours.cores) })
  }
  const rows = measured.map(({ name, ours, peers }) => {
    const best = ours.rows.reduce((a, b) => (b.samplesPerSecond > a.samplesPerSecond ? b : a))
    const peak = best.threads === 1 ? peakGflops.one : peakGflops.all
    const ratio = (peer) => (peer === null ? null : best.samplesPerSecond / peer.samplesPerSecond)
    return {
      work: name,
      ours: {
        samplesPerSecond: best.samplesPerSecond,
        threads: best.threads,
        shareOfPeak: best.gflops / peak,
      },
      peers,
      ratio: { pytorch: ratio(peers.pytorch), scikitLearn: ratio(peers.scikitLearn) },
    }
  })
  process.stdout.write(json ? `${JSON.stringify({ peakGflops, rows })}\n` : table({ peakGflops, rows }))
})
