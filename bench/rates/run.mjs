/**
 * How good the suggestion of the learning-rate finder is: `npm run bench:rates -- [--epochs N] [--json]`.
 * On each sample table and with each optimizer a network is trained at many rates and at those that several readings of
 * the same range test give. What a rate loses is the share of the way from the untrained network's loss to the best one of
 * the grid that it leaves undone: 0 % is as good as the best rate, 100 % has learned nothing.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { root } from '../../scripts/setup/paths.mjs'
import { main, say } from '../../scripts/setup/report.mjs'
import { openApplication } from '../application.mjs'
import { rules } from './rules.mjs'

const tables = [
  { file: 'penguins.csv', target: 'species' },
  { file: 'house-prices.csv', target: 'price' },
  { file: 'customer-churn.csv', target: 'churned' },
]
const optimizers = [
  { kind: 'gradientDescent' },
  { kind: 'momentum', momentum: 0.9 },
  { kind: 'rmsprop', decay: 0.99, epsilon: 1e-8 },
  { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  { kind: 'adamW', beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 },
]
/** A third of a decade apart, from 1e-5 to 10. */
const grid = Array.from({ length: 19 }, (_, at) => 10 ** (-5 + at / 3))

const source = (path) => import(pathToFileURL(join(root, 'src', path)).href)

/** The lowest validation loss of a run; infinite where it diverged. */
async function trained({ handlers, events }, start) {
  const { id } = await handlers['runs.start']({ ...start, keep: false })
  const ended = ({ state }) => state === 'finished' || state === 'failed'
  await new Promise((resolve) => {
    const unsubscribe = events.subscribe('run', (progress) => {
      if (progress.run !== id || !ended(progress)) return
      unsubscribe()
      resolve()
    })
  })
  const run = await handlers['runs.get']({ project: start.project, run: id })
  await handlers['runs.remove']({ project: start.project, runs: [id], studies: [] })
  return run.bestLoss === null ? Infinity : run.bestLoss
}

async function measure(application, of, config) {
  const at = (learningRate) =>
    trained(application, { ...of, config: { ...config, training: { ...config.training, learningRate } } })
  const report = await application.handlers['runs.testRates']({ ...of, job: crypto.randomUUID(), config })
  const [untrained] = report.losses
  let best = { loss: Infinity, rate: NaN }
  for (const rate of grid) {
    const loss = await at(rate)
    if (loss < best.loss) best = { loss, rate }
  }
  const readings = { 'the studio': () => report.suggested, 'the default': () => config.training.learningRate, ...rules }
  const read = {}
  for (const [name, rule] of Object.entries(readings)) {
    const rate = rule(report)
    const loss = rate === null ? untrained : Math.min(untrained, await at(rate))
    read[name] = { rate, loss, lost: (loss - best.loss) / (untrained - best.loss) }
  }
  return { untrained, best, read }
}

async function cases(application, epochs) {
  const { withOptimizer } = await source('core/defaults/suited.ts')
  const { handlers, files } = application
  const found = []
  for (const { file: name, target } of tables) {
    const path = join(root, 'resources', 'samples', name)
    const { file } = await files.register(path, name)
    const { project } = await application.openProjectFile(join(application.folder, `${target}.descent`), {
      create: true,
    })
    const dataset = await handlers['datasets.import']({ project, job: crypto.randomUUID(), file, options: {} })
    const table = { project, dataset: dataset.id }
    const { recipe } = await handlers['recipes.suggest']({ ...table, target })
    const of = { ...table, recipe }
    for (const preset of ['balanced', 'linear']) {
      const { network, training } = await handlers['runs.defaults']({ ...of, preset })
      for (const optimizer of preset === 'linear' ? optimizers.slice(3, 4) : optimizers) {
        const settings = { ...withOptimizer(training, optimizer), epochs, earlyStopping: null }
        const measured = await measure(application, of, { network, training: settings })
        found.push({ table: name, preset, optimizer: optimizer.kind, ...measured })
        const { best, read } = measured
        const { rate, lost } = read['the studio']
        const suggested = rate === null ? 'nothing suggested' : `${rate.toPrecision(2)} loses ${percent(lost)}`
        say(`${name}, ${preset}, ${optimizer.kind}: best at ${best.rate.toPrecision(2)}; ${suggested}`)
      }
    }
  }
  return found
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length
const percent = (share) => `${(100 * share).toFixed(1)} %`

/** What each reading loses over all cases, and how far from the best rate it lies, in powers of ten. */
function summary(found) {
  const names = Object.keys(found[0]?.read ?? {})
  return names.map((reading) => {
    const lost = found.map(({ read }) => read[reading].lost)
    const known = found.filter(({ read }) => read[reading].rate !== null)
    return {
      reading,
      mean: percent(mean(lost)),
      worst: percent(Math.max(...lost)),
      'at most 2 %': `${lost.filter((share) => share <= 0.02).length} of ${found.length}`,
      'powers of ten from the best': mean(
        known.map(({ best, read }) => Math.log10(read[reading].rate / best.rate)),
      ).toFixed(2),
    }
  })
}

await main(async () => {
  const { values } = parseArgs({
    options: { epochs: { type: 'string', default: '30' }, json: { type: 'boolean', default: false } },
  })
  const folder = mkdtempSync(join(tmpdir(), 'descent-bench-'))
  const application = await openApplication(folder)
  try {
    const found = await cases({ ...application, folder }, Number(values.epochs))
    const rows = summary(found)
    if (values.json) console.log(JSON.stringify({ cases: found, summary: rows }))
    else console.table(rows)
  } finally {
    await application.close()
    rmSync(folder, { recursive: true, force: true })
  }
})
