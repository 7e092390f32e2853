import { say } from '../../scripts/setup/report.mjs'
import { engineOutput, peerOutput } from './programs.mjs'
import { studioSetting, studioStart } from './studio.mjs'

/** What is measured beside the speed of the works. A ratio says how many times better the engine is. */
const measurements = {
  batch: { title: 'Training with other batch sizes', unit: 'samples/s', better: 'higher' },
  layers: { title: 'Training with further layers', unit: 'samples/s', better: 'higher' },
  evaluation: { title: 'Evaluation of a split', unit: 'rows/s', better: 'higher' },
  prediction: { title: 'Prediction', unit: 'rows/s', better: 'higher' },
  sweep: { title: 'Many small runs in parallel', unit: 'runs/s', better: 'higher' },
  memory: { title: 'Peak memory of a run, data included', unit: '× (data + network)', better: 'lower' },
  start: { title: 'From the start to the first metric', unit: 'ms', better: 'lower' },
}

export const furtherNames = Object.keys(measurements)

/** Of one measurement, a row a case. */
export async function measureFurther(name, python) {
  const { title, unit, better } = measurements[name]
  say(title)
  const { cores, cases } = JSON.parse(await engineOutput(['also', name]))
  const rows = []
  for (const { case: what, value, setting, work } of cases) {
    const pytorch = await peerOutput(python, 'further.py', { ...work, measurement: name, cores }, null)
    const add = (ofWhat, ours) =>
      rows.push({
        measurement: name,
        case: ofWhat,
        unit,
        better,
        ours,
        peers: { pytorch },
        ratio: { pytorch: ratio(better, ours, pytorch) },
      })
    add(what, value === null ? null : { value, setting })
    if (name === 'start') add(`${what}, in the studio`, { value: await studioStart(work), setting: studioSetting })
  }
  return rows
}

export function titleOf(name) {
  return measurements[name].title
}

function ratio(better, ours, peer) {
  if (ours === null || peer === null) return null
  return better === 'higher' ? ours.value / peer.value : peer.value / ours.value
}
