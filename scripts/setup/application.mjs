import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fingerprint, readStamp, writeStamp } from './freshness.mjs'
import { out, packageScript } from './paths.mjs'
import { SetupError, step } from './report.mjs'
import { runNode } from './run.mjs'

const stamp = join(out, 'application.stamp')
const results = ['main/index.js', 'main/serve.js', 'main/cli.js', 'preload/index.cjs', 'renderer/index.html']

/** Bundles main, preload and renderer into out/, unless nothing they are made of has changed. */
export async function ensureApplication() {
  const inputs = fingerprint([
    'src',
    'electron.vite.config.ts',
    'package.json',
    'package-lock.json',
    'tsconfig.base.json',
  ])
  if (readStamp(stamp) === inputs && results.every((path) => existsSync(join(out, path)))) return
  await step('Building the application', async () => {
    rmSync(stamp, { force: true })
    const result = await runNode([packageScript('electron-vite/bin/electron-vite.js'), 'build', '--logLevel', 'warn'])
    if (result.code !== 0)
      throw new SetupError('The application could not be built; the messages are above.', result.text)
    writeStamp(stamp, inputs)
  })
}
