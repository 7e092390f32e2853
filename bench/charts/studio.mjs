import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { out, pinnedNode } from '../../scripts/setup/paths.mjs'
import { toolEnvironment } from '../../scripts/setup/run.mjs'

/** The browser host over a folder of projects; its address, and how to end it. */
export function startStudio(folder) {
  const child = spawn(pinnedNode, [join(out, 'main', 'serve.js'), '--folder', folder, '--no-open'], {
    env: toolEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const close = () => {
    child.removeAllListeners('exit')
    child.kill('SIGTERM')
    return new Promise((done) => child.once('exit', done))
  }
  return new Promise((done, fail) => {
    child.once('exit', (code) => fail(new Error(`the studio ended with code ${code}`)))
    let text = ''
    child.stdout.on('data', (chunk) => {
      text += chunk
      const address = /http:\/\/\S+#token=\S+/.exec(text)?.[0]
      if (address !== undefined) done({ address, close })
    })
  })
}
