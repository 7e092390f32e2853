import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ensureBuilt } from '../../scripts/setup/all.mjs'
import { out, pinnedNode, root } from '../../scripts/setup/paths.mjs'
import { main, say, SetupError } from '../../scripts/setup/report.mjs'
import { run } from '../../scripts/setup/run.mjs'

/**
 * How good the default network is: `descent train` with nothing but a target, over several seeds (each seed also
 * splits anew). The samples are always measured; the public tables where a folder holds them.
 */
const tables = [
  { name: 'penguins', folder: 'samples', file: 'penguins.csv', target: 'species', metric: 'accuracy' },
  { name: 'house prices', folder: 'samples', file: 'house-prices.csv', target: 'price', metric: 'r2' },
  { name: 'customer churn', folder: 'samples', file: 'customer-churn.csv', target: 'churned', metric: 'rocAuc' },
  { name: 'titanic', folder: 'data', file: 'titanic.csv', target: 'survived', ignore: 'alive', metric: 'accuracy' },
  { name: 'diamonds', folder: 'data', file: 'diamonds.csv', target: 'price', metric: 'r2' },
]

async function trainOnce(path, table, seed) {
  const args = ['train', path, '--target', table.target, '--seed', String(seed), '--json']
  if (table.ignore !== undefined) args.push('--ignore', table.ignore)
  const { code, text } = await run(pinnedNode, [join(out, 'main', 'cli.js'), ...args])
  if (code !== 0) throw new SetupError(`Training on ${path} failed.`, text)
  const { metrics, seconds } = JSON.parse(text)
  return { test: metrics.test[table.metric], validation: metrics.validation[table.metric], seconds: seconds.total }
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length

await main(async () => {
  const { values } = parseArgs({
    options: {
      data: { type: 'string', default: process.env.DESCENT_TEST_DATA ?? '' },
      seeds: { type: 'string', default: '5' },
      json: { type: 'boolean', default: false },
    },
  })
  await ensureBuilt()
  const folders = { samples: join(root, 'resources', 'samples'), data: values.data }
  const rows = []
  for (const table of tables) {
    const path = join(folders[table.folder], table.file)
    if (folders[table.folder] === '' || !existsSync(path)) {
      say(`${table.name}: left out, --data names no folder with ${table.file}`)
      continue
    }
    const runs = []
    for (let seed = 0; seed < Number(values.seeds); seed++) runs.push(await trainOnce(path, table, seed))
    const tests = runs.map(({ test }) => test)
    const validation = mean(runs.map((one) => one.validation))
    const seconds = mean(runs.map((one) => one.seconds))
    rows.push({
      table: table.name,
      target: table.target,
      metric: table.metric,
      test: mean(tests),
      tests,
      validation,
      seconds,
    })
    say(`${table.name}: ${mean(tests).toFixed(4)}`)
  }
  if (values.json) console.log(JSON.stringify({ seeds: Number(values.seeds), rows }))
  else {
    const digits = ({ test, tests, validation, seconds, ...row }) => ({
      ...row,
      test: test.toFixed(4),
      lowest: Math.min(...tests).toFixed(4),
      highest: Math.max(...tests).toFixed(4),
      validation: validation.toFixed(4),
      seconds: seconds.toFixed(1),
    })
    console.table(rows.map(digits))
  }
})
