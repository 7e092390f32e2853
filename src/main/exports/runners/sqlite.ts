import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { inputTable } from '../../../core/export/sql/build.ts'
import { failedProgram } from './failed.ts'
import { runProgram } from './runProgram.ts'
import type { ProgramRunner } from './types.ts'

/** Runs a SELECT in the SQLite that Descent itself has, in a process of its own. */
export const runSqlite: ProgramRunner = async ({ path, rows, found, folder, fitted, signal }) => {
  const script = join(folder, 'check.cjs')
  await writeFile(script, checkScript)
  const columns = JSON.stringify(fitted.rawInputs.map(({ name }) => name))
  const library = createRequire(import.meta.url).resolve('better-sqlite3')
  const result = await runProgram({
    command: process.execPath,
    args: [script, library, path, rows, found, columns, inputTable],
    env: { ELECTRON_RUN_AS_NODE: '1' },
    signal,
  })
  if (result === null || result.code !== 0) throw failedProgram('The SELECT', result)
  return { runner: `SQLite ${result.output.trim()}` }
}

/** A PostgreSQL is a server of somebody, not a program to be started for a check: the text is not run. */
export const runPostgresql: ProgramRunner = () =>
  Promise.resolve({
    missing: 'a PostgreSQL that Descent may use',
    reason:
      'Descent runs no PostgreSQL. The SELECT is that for SQLite, which is run when it is exported, but for dates, infinity and the digits of numbers.',
  })

const checkScript = `const { createReadStream, readFileSync, writeFileSync } = require('node:fs')
const { createInterface } = require('node:readline')

const [library, path, rows, found, columns, table] = process.argv.slice(2)
const database = require(library)(':memory:')

async function main() {
  const names = JSON.parse(columns)
  const quoted = names.map((name) => '"' + name.replaceAll('"', '""') + '"')
  database.exec('CREATE TABLE ' + table + ' (descent_place INTEGER PRIMARY KEY' + quoted.map((name) => ', ' + name).join('') + ')')
  const insert = database.prepare('INSERT INTO ' + table + ' VALUES (NULL' + ', ?'.repeat(names.length) + ')')
  database.exec('BEGIN')
  for await (const line of createInterface({ input: createReadStream(rows), crlfDelay: Infinity })) {
    const row = JSON.parse(line)
    insert.run(...names.map((name) => row[name] ?? null))
  }
  database.exec('COMMIT')
  const lines = []
  for (const row of database.prepare(readFileSync(path, 'utf8')).raw().iterate()) {
    lines.push(JSON.stringify(row.slice(names.length + 2)) + '\\n')
  }
  writeFileSync(found, lines.join(''))
  console.log(database.prepare('SELECT sqlite_version()').pluck().get())
}

main().catch((error) => {
  console.error(error)
  process.exitCode = 1
})
`
