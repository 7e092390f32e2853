import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openApplication } from '../application.mjs'

const warmUps = 2
const tries = 9

/** What `studioStart` measures, in a table's words. */
export const studioSetting = 'all cores, from runs.start to the event of the first epoch'

/**
 * Milliseconds, median of several, from the call that starts a run in the studio to the event that tells its first epoch. The
 * table is imported and prepared before, as it is when a person presses Start.
 *
 * @param work rows, inputs, hidden, outputs and batch of a work
 */
export async function studioStart({ rows, inputs, hidden, outputs, batch }) {
  const folder = mkdtempSync(join(tmpdir(), 'descent-bench-'))
  const application = await openApplication(folder)
  try {
    const { handlers, events, files } = application
    const path = join(folder, 'table.csv')
    writeFileSync(path, csv(rows, inputs, outputs))
    const { file } = await files.register(path, 'table.csv')
    const { project } = await application.openProjectFile(join(folder, 'bench.descent'), { create: true })
    const dataset = await handlers['datasets.import']({ project, job: crypto.randomUUID(), file, options: {} })
    const of = { project, dataset: dataset.id }
    const { recipe } = await handlers['recipes.suggest']({ ...of, target: 'target' })
    const defaults = await handlers['runs.defaults']({ ...of, recipe, preset: 'balanced' })
    const config = withNetwork(defaults, hidden, batch)
    const milliseconds = []
    for (let at = 0; at < warmUps + tries; at += 1) {
      milliseconds.push(await untilFirstEpoch(handlers, events, { ...of, recipe, config }))
    }
    const sorted = milliseconds.slice(warmUps).sort((a, b) => a - b)
    return sorted[Math.floor(tries / 2)]
  } finally {
    await application.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The work's network and batch; no early end, so that each run is the same. */
function withNetwork(defaults, hidden, batch) {
  const [like] = defaults.network.hidden
  return {
    ...defaults,
    network: { ...defaults.network, hidden: hidden.map((units) => ({ ...like, units, activation: 'relu' })) },
    training: { ...defaults.training, batchSize: batch, epochs: 100_000, earlyStopping: null },
  }
}

async function untilFirstEpoch(handlers, events, order) {
  const before = performance.now()
  const told = new Promise((done) => {
    const unsubscribe = events.subscribe('run', (progress) => {
      if (progress.epoch < 1) return
      unsubscribe()
      done(performance.now())
    })
  })
  const run = await handlers['runs.start'](order)
  const after = await told
  await handlers['runs.stop']({ project: order.project, run: run.id })
  return after - before
}

/** Numbers between -1 and 1; a target that follows from three of them: a number, or one of `outputs` classes. */
function csv(rows, inputs, outputs) {
  let state = 1
  const uniform = () => {
    // Lehmer's generator with the multiplier of Park and Miller (1988).
    state = (state * 48_271) % 2_147_483_647
    return (state / 2_147_483_647) * 2 - 1
  }
  const lines = [[...Array.from({ length: inputs }, (_, column) => `x${column + 1}`), 'target'].join(',')]
  for (let row = 0; row < rows; row += 1) {
    const values = Array.from({ length: inputs }, uniform)
    const score = values[0] * values[1] + values[2]
    const target =
      outputs === 1 ? score : `class ${Math.min(outputs - 1, Math.max(0, Math.floor(((score + 2) / 4) * outputs)))}`
    lines.push([...values.map((value) => value.toFixed(5)), target].join(','))
  }
  return `${lines.join('\n')}\n`
}
