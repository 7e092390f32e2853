import { say } from '../../scripts/setup/report.mjs'
import { engineOutput, peerOutput } from './programs.mjs'

/** The engine's and the peers' speed on each work, with the processor's peak in GFLOP/s. */
export async function measureWorks(names, python) {
  const measured = []
  const peakGflops = { one: 0, all: 0 }
  for (const name of names) {
    say(`Work ${name}`)
    const ours = JSON.parse(await engineOutput([name]))
    peakGflops.one = Math.max(peakGflops.one, ours.peakGflops.one)
    peakGflops.all = Math.max(peakGflops.all, ours.peakGflops.all)
    const input = { ...ours.rows[0].table, cores: ours.cores }
    const peers = await peerOutput(python, 'peers.py', input, { pytorch: null, scikitLearn: null })
    measured.push({ name, ours, peers })
  }
  return { peakGflops, rows: measured.map((one) => row(one, peakGflops)) }
}

function row({ name, ours, peers }, peakGflops) {
  const best = ours.rows.reduce((a, b) => (b.samplesPerSecond > a.samplesPerSecond ? b : a))
  const peak = best.threads === 1 ? peakGflops.one : peakGflops.all
  const ratio = (peer) => (peer === null ? null : best.samplesPerSecond / peer.samplesPerSecond)
  return {
    work: name,
    ours: { samplesPerSecond: best.samplesPerSecond, threads: best.threads, shareOfPeak: best.gflops / peak },
    peers,
    ratio: { pytorch: ratio(peers.pytorch), scikitLearn: ratio(peers.scikitLearn) },
  }
}
