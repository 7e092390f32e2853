/**
 * How fast files are read, beside polars, DuckDB, pandas, papaparse and exceljs, all in one run:
 * `npm run bench:import -- [--only typed,import,first,workbook] [--also tenMillion] [--rows N] [--json]`.
 */
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { requireRust } from '../../scripts/setup/native.mjs'
import { main, say } from '../../scripts/setup/report.mjs'
import { cacheFolder } from '../peers/folder.mjs'
import { readArguments } from './arguments.mjs'
import { writeMixed } from './mixed.mjs'
import { nodePeers, pythonPeers } from './peers.mjs'
import { firstRows, projectImport } from './studio.mjs'
import { table } from './table.mjs'
import { largeTable, typedColumns, workbook } from './typed.mjs'

await main(async () => {
  const { json, rows, names } = readArguments(process.argv.slice(2))
  await requireRust()
  const folder = join(cacheFolder(), 'bench-import-files')
  mkdirSync(folder, { recursive: true })
  const mixed = (count) => {
    const path = join(folder, `mixed-${count}.csv`)
    if (!existsSync(path)) {
      say(`• Writing ${path} …`)
      writeMixed(path, count)
    }
    return path
  }
  const peers = { python: await pythonPeers(), node: await nodePeers() }
  const works = {
    typed: () => typedColumns(mixed(rows), peers),
    import: () => projectImport(mixed(rows)),
    first: () => firstRows(mixed(rows)),
    workbook: () => workbook(join(folder, 'mixed.xlsx'), peers),
    tenMillion: () => largeTable(mixed(10_000_000)),
  }
  const result = {}
  for (const name of names) {
    say(`Measuring ${name}`)
    result[name] = await works[name]()
  }
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : table(result))
})
