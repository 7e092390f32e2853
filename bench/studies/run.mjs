/**
 * What a study adds to its trials: `npm run bench:studies -- [--trials N] [--rows N] [--epochs N] [--json]`.
 * A search by chance of 100 small runs is trained by the studio, with everything that it stores of each, and the same
 * configurations by the engine alone on the same prepared data, as many at a time; each twice, the shorter time counts.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { main, say } from '../../scripts/setup/report.mjs'
import { out, root } from '../../scripts/setup/paths.mjs'
import { openApplication } from '../application.mjs'
import { randomFrom } from '../random.mjs'

const repeats = 2
const source = (path) => import(pathToFileURL(join(root, 'src', path)).href)

function makeTable(rows) {
  const random = randomFrom(1)
  const [a, b, c, target] = Array.from({ length: 4 }, () => new Float64Array(rows))
  for (let row = 0; row < rows; row += 1) {
    for (const column of [a, b, c]) column[row] = random() * 10
    target[row] = Math.sin(a[row]) * b[row] + c[row] + random()
  }
  const columns = Object.entries({ a, b, c, target }).map(([name, values]) => ({ name, kind: 'number', values }))
  return { rows, columns }
}

function csvOf({ rows, columns }) {
  const lines = [columns.map(({ name }) => name).join(',')]
  for (let row = 0; row < rows; row += 1) lines.push(columns.map(({ values }) => values[row]).join(','))
  return `${lines.join('\n')}\n`
}

async function trainedByStudio({ handlers, events }, project, start) {
  const started = performance.now()
  const { id: study } = await handlers['studies.start']({ project, ...start })
  await new Promise((resolve, reject) => {
    const unsubscribe = events.subscribe('study', ({ id, state }) => {
      if (id !== study || state === 'running') return
      unsubscribe()
      if (state === 'finished') resolve()
      else reject(new Error(`The study is ${state}.`))
    })
  })
  const seconds = (performance.now() - started) / 1000
  return { seconds, trials: (await handlers['studies.get']({ project, study })).trials }
}

/** The same runs without the studio; the engine calls when there is news. */
async function trainedByEngine(engine, specs, data, parallel) {
  const started = performance.now()
  const waiting = [...specs]
  const lane = async () => {
    for (let spec = waiting.shift(); spec !== undefined; spec = waiting.shift()) {
      await new Promise((resolve, reject) => {
        const job = engine.startTraining(spec, data, null, () => {
          const { state, error } = job.poll()
          if (state === 'finished') resolve()
          if (state === 'failed') reject(new Error(error?.message))
        })
      })
    }
  }
  await Promise.all(Array.from({ length: parallel }, lane))
  return (performance.now() - started) / 1000
}

async function measure({ trials, rows, epochs }) {
  const folder = mkdtempSync(join(tmpdir(), 'descent-bench-'))
  const application = await openApplication(folder)
  const { handlers } = application
  const parallel = availableParallelism()
  try {
    const table = makeTable(rows)
    writeFileSync(join(folder, 'table.csv'), csvOf(table))
    const { project } = await application.openProjectFile(join(folder, 'p.descent'), { create: true })
    const { file } = await application.files.register(join(folder, 'table.csv'), 'table.csv')
    const dataset = await handlers['datasets.import']({ project, job: crypto.randomUUID(), file, options: {} })
    const { recipe } = await handlers['recipes.suggest']({ project, dataset: dataset.id, target: 'target' })
    const usual = await handlers['runs.defaults']({ project, dataset: dataset.id, recipe, preset: 'balanced' })
    const config = { ...usual, training: { ...usual.training, epochs, earlyStopping: null } }
    const space = { parameters: [{ path: 'training.learningRate', kind: 'float', low: 1e-4, high: 1e-2, log: true }] }
    const settings = {
      method: 'random',
      trials,
      timeSeconds: null,
      halving: null,
      metric: 'loss',
      direction: 'minimize',
      seed: 1,
      parallel,
    }
    const start = { dataset: dataset.id, recipe, config, plan: { kind: 'search', space, settings } }
    const { prepareData } = await source('main/compute/prepare.ts')
    const { plainNeeds } = await source('core/recipe/needs.ts')
    const { specOf } = await source('main/runs/spec.ts')
    const { trainingDataOf } = await source('main/runs/trainingData.ts')
    const { loadEngine } = await source('main/training/native.ts')
    const data = prepareData(table, recipe, { sources: {}, needs: plainNeeds, onProgress: () => {} })
    const engine = loadEngine(pathToFileURL(join(out, 'native', 'descent.node')))
    const seconds = { studio: [], engine: [] }
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      const studio = await trainedByStudio(application, project, start)
      seconds.studio.push(studio.seconds)
      const specs = studio.trials.map(({ point }) => {
        const training = { ...config.training, threads: 1, learningRate: point['training.learningRate'] }
        return specOf(data.fitted, { ...config, training })
      })
      seconds.engine.push(await trainedByEngine(engine, specs, trainingDataOf(data), parallel))
      say(
        `• ${repeat + 1} of ${repeats}: studio ${seconds.studio.at(-1).toFixed(2)} s, engine ${seconds.engine.at(-1).toFixed(2)} s`,
      )
    }
    const [studio, alone] = [seconds.studio, seconds.engine].map((all) => Math.min(...all))
    return {
      trials,
      rows,
      epochs,
      parallel,
      studio: { seconds: studio },
      engine: { seconds: alone },
      ratio: studio / alone,
      millisecondsPerTrial: ((studio - alone) * 1000) / trials,
    }
  } finally {
    await application.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

await main(async () => {
  const { values } = parseArgs({
    options: {
      trials: { type: 'string', default: '100' },
      rows: { type: 'string', default: '1000' },
      epochs: { type: 'string', default: '50' },
      json: { type: 'boolean', default: false },
    },
  })
  const { trials, rows, epochs } = values
  const result = await measure({ trials: Number(trials), rows: Number(rows), epochs: Number(epochs) })
  if (values.json) {
    process.stdout.write(`${JSON.stringify(result)}\n`)
    return
  }
  const { studio, engine, ratio, millisecondsPerTrial } = result
  const text = [
    `${trials} runs of ${epochs} epochs over ${rows} rows, ${result.parallel} at a time`,
    `  studio   ${studio.seconds.toFixed(2)} s`,
    `  engine   ${engine.seconds.toFixed(2)} s`,
    `  ratio    ${ratio.toFixed(2)}, ${millisecondsPerTrial.toFixed(1)} ms more a run`,
  ]
  process.stdout.write(`${text.join('\n')}\n`)
})
