const number = (value, digits = 0) => value.toLocaleString('en-US', { maximumFractionDigits: digits })
const speed = (peer) => (peer === null ? 'absent' : number(peer.samplesPerSecond))
const times = (ratio) => (ratio === null ? '-' : `${number(ratio, ratio < 10 ? 1 : 0)} ×`)

/** The measurements as a person reads them. */
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
  const widths = head.map((_, column) => Math.max(...[head, ...lines].map((line) => line[column].length)))
  const text = [head, ...lines].map((line) =>
    line
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])))
      .join('  ')
      .trimEnd(),
  )
  const settings = rows.flatMap(({ work, peers }) =>
    [
      ['PyTorch', peers.pytorch],
      ['scikit-learn', peers.scikitLearn],
    ]
      .filter(([, peer]) => peer !== null)
      .map(([name, peer]) => `${work}: ${name} ${peer.version} was best with ${peer.setting}`),
  )
  const peak = `Peak: ${number(peakGflops.one)} GFLOP/s on one core, ${number(peakGflops.all)} on all`
  return `${[...text, '', peak, ...settings].join('\n')}\n`
}
