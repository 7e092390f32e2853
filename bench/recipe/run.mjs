/**
 * How long a typical recipe takes beside reading its columns once: `npm run bench:recipe -- [--rows N] [--json]`.
 * A project of 1,000,000 rows and 50 columns is imported once; then its columns are read and typed, and the suggested
 * recipe (dates to numbers, gaps filled, numbers standardized, categories as one-hot indices, split) is fitted and
 * applied to every row, three times each; medians. Then every step of the recipe is looked at on the sample, as the
 * studio shows it while the recipe is edited, and with each step that takes far longer than others.
 */
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { main, say } from '../../scripts/setup/report.mjs'
import { out, root } from '../../scripts/setup/paths.mjs'
import { openApplication } from '../application.mjs'
import { cacheFolder } from '../peers/folder.mjs'
import { measureHeavy, measurePreviews } from './preview.mjs'
import { writeWide } from './wide.mjs'

const repeats = 3
const source = (path) => pathToFileURL(join(root, 'src', path)).href

async function imported(rows) {
  const folder = join(cacheFolder(), 'bench-recipe')
  mkdirSync(folder, { recursive: true })
  const project = join(folder, `wide-${rows}.descent`)
  if (!existsSync(project)) {
    const csv = join(folder, `wide-${rows}.csv`)
    say(`• Writing and importing ${rows} rows …`)
    writeWide(csv, rows)
    const application = await openApplication(folder)
    try {
      const { file } = await application.files.register(csv, basename(csv))
      const { project: id } = await application.openProjectFile(project, { create: true })
      await application.handlers['datasets.import']({ project: id, job: crypto.randomUUID(), file, options: {} })
    } finally {
      await application.close()
      rmSync(csv)
    }
  }
  return project
}

/** Steps that take far longer than others. */
const heavySteps = [
  { kind: 'yeoJohnson' },
  { kind: 'quantile', output: 'normal' },
  { kind: 'dropOutlierRows', method: 'isolationForest' },
  { kind: 'imputeIterative' },
  { kind: 'imputeNearest' },
]

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1]

async function measure(path) {
  const { createStorage } = await import(source('main/storage/client.ts'))
  const { createRunStorage } = await import(source('main/storage/runStorage.ts'))
  const { ComputeClient } = await import(source('main/compute/client.ts'))
  const { createTableSource } = await import(source('main/runs/tables.ts'))
  const { suggestRecipe } = await import(source('core/recipe/suggest.ts'))
  const { plainNeeds } = await import(source('core/recipe/needs.ts'))
  const { createSamplePreviews } = await import(source('main/recipes/samples.ts'))
  const entry = (name) => new URL(source(`main/${name}/worker.ts`))
  const storage = createStorage(entry('storage'))
  const compute = new ComputeClient({
    computeWorker: entry('compute'),
    addon: pathToFileURL(join(out, 'native', 'descent.node')),
  })
  try {
    await storage.open('bench', path, { readOnly: false })
    const { datasets } = await storage.call('bench', 'readProject', {})
    const stored = createRunStorage(storage)
    const dataset = await stored.getDataset('bench', datasets[0].id)
    const { recipe } = suggestRecipe(dataset.columns, dataset.rows, 'target')
    const seconds = { read: [], columns: [], index: [] }
    let table
    for (let at = 0; at < repeats; at += 1) {
      const started = performance.now()
      table = await createTableSource(stored, compute).load('bench', dataset, recipe)
      seconds.read.push((performance.now() - started) / 1000)
      for (const categories of ['columns', 'index']) {
        const needs = { ...plainNeeds, categories }
        const begun = performance.now()
        const data = await compute.ask('prepare', { table, recipe, sources: {}, needs }, {})
        seconds[categories].push((performance.now() - begun) / 1000)
        if (at === 0) say(`• ${categories}: ${data.fitted.inputs.length} inputs`)
      }
    }
    const samples = createSamplePreviews({ load: async () => table }, compute)
    const look = (...edited) => samples.preview('bench', dataset, ...edited)
    const preview = await measurePreviews(recipe, look)
    const { stepSchema } = await import(source('shared/recipes.ts'))
    const steps = heavySteps.map((step) => stepSchema.parse({ id: 'heavy', columns: 'numbers', ...step }))
    const heavy = await measureHeavy(recipe, steps, look)
    const [read, columns, index] = [seconds.read, seconds.columns, seconds.index].map(median)
    return {
      rows: dataset.rows,
      columns: dataset.columns.length,
      read: { seconds: read },
      indexed: { seconds: index, ratio: index / read },
      dense: { seconds: columns, ratio: columns / read },
      preview,
      heavy,
    }
  } finally {
    await storage.end()
    await compute.close()
  }
}

await main(async () => {
  const { values } = parseArgs({
    options: { rows: { type: 'string', default: '1000000' }, json: { type: 'boolean', default: false } },
  })
  const result = await measure(await imported(Number(values.rows)))
  if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`)
  else {
    const line = (name, { seconds, ratio }) =>
      `${name.padEnd(44)}${seconds.toFixed(2)} s${ratio === undefined ? '' : `  ${ratio.toFixed(2)} ×`}\n`
    process.stdout.write(
      `${result.rows.toLocaleString('en-US')} rows × ${result.columns} columns\n` +
        line('Columns read from the project and typed', result.read) +
        line('Recipe fitted and applied, as indices', result.indexed) +
        line('Recipe fitted and applied, as 0/1 columns', result.dense) +
        `${result.preview.looks} looks at a step on the sample`.padEnd(44) +
        `${['median', 'worst', 'first'].map((name) => `${name} ${result.preview[name].toFixed(0)} ms`).join(', ')}\n` +
        result.heavy
          .map(
            ({ kind, rows, ...times }) =>
              `with ${kind}, ${rows} rows`.padEnd(44) +
              `${['median', 'worst'].map((name) => `${name} ${times[name].toFixed(0)} ms`).join(', ')}\n`,
          )
          .join(''),
    )
  }
})
