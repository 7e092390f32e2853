import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { packageScript, root } from '../setup/paths.mjs'
import { run, runNode, toolEnvironment } from '../setup/run.mjs'

const reports = join(root, 'test-results')

function reportPath(name) {
  mkdirSync(reports, { recursive: true })
  const path = join(reports, name)
  rmSync(path, { force: true })
  return path
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

/** A suite that ended badly without naming a failed test (it did not compile, it crashed) counts as one failure. */
function settle(passed, failed, code) {
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed }
}

/** Rust: unit tests, integration tests and documentation examples of the workspace. */
export async function rust(filter = []) {
  const args = [
    'test',
    '--locked',
    '--workspace',
    '--no-fail-fast',
    '--manifest-path',
    join(root, 'native', 'Cargo.toml'),
  ]
  // As in test/support/seed.ts: the same random examples on every machine.
  const env = toolEnvironment({ PROPTEST_RNG_SEED: process.env.DESCENT_SEED ?? '20261122' })
  const { code, text } = await run('cargo', [...args, ...filter], { output: 'tee', env })
  let passed = 0
  let failed = 0
  for (const match of text.matchAll(/^test result: \w+\. (\d+) passed; (\d+) failed;/gm)) {
    passed += Number(match[1])
    failed += Number(match[2])
  }
  return settle(passed, failed, code)
}

/** TypeScript: unit and integration tests, and the built Electron entries under their stand-in. */
export async function typescript(chromium, filter = []) {
  const report = reportPath('vitest.json')
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...filter]
  const env = toolEnvironment({ DESCENT_CHROMIUM: chromium })
  const { code } = await runNode([packageScript('vitest/vitest.mjs'), ...args], { output: 'show', env })
  const result = readReport(report)
  // A file that could not be loaded has no tests of its own to count.
  const unloaded = (result?.testResults ?? []).filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  )
  return settle(result?.numPassedTests ?? 0, (result?.numFailedTests ?? 0) + unloaded.length, code)
}

/** What a person does, in a real Chromium on the browser host. */
export async function endToEnd(chromium, filter = []) {
  const report = reportPath('playwright.json')
  const env = toolEnvironment({ DESCENT_CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: report })
  const args = ['test', '--reporter=list,json', ...filter]
  const { code } = await runNode([packageScript('@playwright/test/cli.js'), ...args], { output: 'show', env })
  const stats = readReport(report)?.stats
  return settle((stats?.expected ?? 0) + (stats?.flaky ?? 0), stats?.unexpected ?? 0, code)
}
