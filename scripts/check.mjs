import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ensureDependencies } from './setup/dependencies.mjs'
import { alone } from './setup/lock.mjs'
import { requireRust } from './setup/native.mjs'
import { packageScript, root } from './setup/paths.mjs'
import { main, say, SetupError } from './setup/report.mjs'
import { run, runNode } from './setup/run.mjs'

const cargo = ['--manifest-path', join(root, 'native', 'Cargo.toml')]
const projects = readdirSync(root).filter((name) => /^tsconfig\.(?!base\.).*json$/.test(name))

const checks = [
  ['formatting', () => runNode([packageScript('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'])],
  ['lint and import zones', () => runNode([packageScript('oxlint/bin/oxlint'), '--type-aware', '--deny-warnings'])],
  ...projects.map((name) => [`types of ${name}`, () => runNode([packageScript('typescript/bin/tsc'), '-p', name])]),
  ['formatting of Rust', () => run('cargo', ['fmt', '--all', '--check', ...cargo])],
  [
    'clippy',
    () => run('cargo', ['clippy', '--locked', '--workspace', '--all-targets', ...cargo, '--', '-D', 'warnings']),
  ],
]

await main(async () => {
  await alone(ensureDependencies)
  await requireRust()
  const failed = []
  for (const [title, check] of checks) {
    const { code, text } = await check()
    say(`${code === 0 ? 'ok    ' : 'FAILED'} ${title}`)
    if (code === 0) continue
    failed.push(title)
    say(text.trimEnd())
  }
  if (failed.length > 0)
    throw new SetupError(`${failed.length} of ${checks.length} checks failed: ${failed.join(', ')}.`)
})
