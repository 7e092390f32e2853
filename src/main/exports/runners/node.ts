import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { detailNames } from '../../../core/network/predictions.ts'
import { failedProgram } from './failed.ts'
import { runProgram } from './runProgram.ts'
import type { ProgramRunner } from './types.ts'

/** Runs a JavaScript module with the Node.js that Descent itself runs on. */
export const runModule: ProgramRunner = async ({ path, rows, found, folder, fitted, signal }) => {
  const script = join(folder, 'check.mjs')
  await writeFile(script, checkScript)
  const result = await runProgram({
    command: process.execPath,
    args: [script, pathToFileURL(path).href, rows, found, JSON.stringify(detailNames(fitted.target))],
    env: { ELECTRON_RUN_AS_NODE: '1' },
    signal,
  })
  if (result === null || result.code !== 0) throw failedProgram('The module', result)
  return { runner: `Node.js ${process.versions.node}` }
}

const checkScript = `import { createReadStream, createWriteStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { once } from 'node:events'

const [address, rows, found, details] = process.argv.slice(2)
const names = JSON.parse(details).map((name) => name.replace(/^(probability|score)_/, ''))
const model = await import(address)
const out = createWriteStream(found)
for await (const line of createInterface({ input: createReadStream(rows), crlfDelay: Infinity })) {
  const { prediction, ...beside } = model.predict(JSON.parse(line))
  const values = beside.probabilities ?? beside.scores ?? beside.details ?? {}
  const text = JSON.stringify([prediction, ...names.map((name) => values[name] ?? null)]) + '\\n'
  if (!out.write(text)) await once(out, 'drain')
}
out.end()
await once(out, 'finish')
const difference = model.selfCheck()
const sizes = model.testVectors.map(({ expected }) => (typeof expected.prediction === 'number' ? Math.abs(expected.prediction) : 0))
if (!(difference < 1e-3 * Math.max(1, ...sizes))) throw new Error('The test vectors differ by ' + difference + '.')
`
