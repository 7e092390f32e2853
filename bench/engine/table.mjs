import { titleOf } from './further.mjs'

const number = (value, digits = 0) => value.toLocaleString('en-US', { maximumFractionDigits: digits })
const speed = (peer) => (peer === null ? 'absent' : number(peer.samplesPerSecond))
const times = (ratio) => (ratio === null ? '-' : `${number(ratio, ratio < 10 ? 1 : 0)} ×`)

/** The speed of the works as a person reads it. */
export function table({ peakGflops, rows }) {
  const head = ['work', 'samples/s', 'threads', 'of peak', 'PyTorch', 'ratio', 'scikit-learn', 'ratio']
  const lines = rows.map(({ work, ours, peers, ratio }) => [
    work,
    number(ours.samplesPerSecond),
    String(ours.threads),
    `${Math.round(ours.shareOfPeak * 100)} %`,
    speed(peers.pytorch),
    times(ratio.pytorch),
    speed(peers.scikitLearn),
    times(ratio.scikitLearn),
  ])
  const settings = rows.flatMap(({ work, peers }) =>
    [
      ['PyTorch', peers.pytorch],
      ['scikit-learn', peers.scikitLearn],
    ]
      .filter(([, peer]) => peer !== null)
      .map(([name, peer]) => `${work}: ${name} ${peer.version} was best with ${peer.setting}`),
  )
  const peak = `Peak: ${number(peakGflops.one)} GFLOP/s on one core, ${number(peakGflops.all)} on all`
  return `${[...aligned(head, lines), '', peak, ...settings].join('\n')}\n`
}

/** The further measurements as a person reads them, a table each. */
export function furtherTables(rows) {
  const names = [...new Set(rows.map(({ measurement }) => measurement))]
  return names.map((name) =>
    furtherTable(
      titleOf(name),
      rows.filter(({ measurement }) => measurement === name),
    ),
  )
}

function furtherTable(title, rows) {
  const head = [rows[0].unit, 'Descent', 'PyTorch', 'ratio']
  const lines = rows.map(({ case: what, ours, peers, ratio }) => [
    what,
    figure(ours),
    figure(peers.pytorch),
    times(ratio.pytorch),
  ])
  const settings = rows.flatMap(({ case: what, ours, peers }) =>
    [
      ['Descent', ours],
      ['PyTorch', peers.pytorch],
    ]
      .filter(([, one]) => one !== null)
      .map(([name, { version, setting }]) => `${what}: ${name}${version ? ` ${version}` : ''} with ${setting}`),
  )
  return `${[title, '', ...aligned(head, lines), '', ...settings].join('\n')}\n`
}

function figure(one) {
  if (one === null) return 'absent'
  return number(one.value, one.value < 10 ? 2 : one.value < 100 ? 1 : 0)
}

/** The first column to the left, the others to the right. */
function aligned(head, lines) {
  const widths = head.map((_, column) => Math.max(...[head, ...lines].map((line) => line[column].length)))
  return [head, ...lines].map((line) =>
    line
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])))
      .join('  ')
      .trimEnd(),
  )
}
