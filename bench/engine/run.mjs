/**
 * How fast the engine trains, beside PyTorch and scikit-learn, all in one run:
 * `npm run bench:engine -- [--work S,M,L,XL] [--also NAME,…|all] [--json]`.
 */
import { join } from 'node:path'
import { main } from '../../scripts/setup/report.mjs'
import { peersPython } from '../peers/python.mjs'
import { requireRust } from '../../scripts/setup/native.mjs'
import { readArguments } from './arguments.mjs'
import { measureFurther } from './further.mjs'
import { furtherTables, table } from './table.mjs'
import { measureWorks } from './works.mjs'

await main(async () => {
  const { json, works, further } = readArguments(process.argv.slice(2))
  await requireRust()
  const python = await peersPython(join(import.meta.dirname, 'requirements.txt'), 'engine', 'PyTorch and scikit-learn')
  const result = await measureWorks(works, python)
  const also = []
  for (const name of further) also.push(...(await measureFurther(name, python)))
  if (json) process.stdout.write(`${JSON.stringify(further.length > 0 ? { ...result, also } : result)}\n`)
  else process.stdout.write([works.length > 0 ? [table(result)] : [], furtherTables(also)].flat().join('\n'))
})
