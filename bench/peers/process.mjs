import { spawn } from 'node:child_process'
import { root } from '../../scripts/setup/paths.mjs'
import { SetupError } from '../../scripts/setup/report.mjs'

/** What a program writes to standard output; what it says on standard error goes to ours. */
export function outputOf(command, args, input = '') {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] })
    const parts = []
    child.stdout.on('data', (chunk) => parts.push(chunk))
    child.on('error', () => fail(new SetupError(`${command} could not be started.`)))
    child.on('close', (code) => {
      if (code === 0) done(Buffer.concat(parts).toString('utf8'))
      else fail(new SetupError(`${command} failed; its words are above.`))
    })
    // A program that ends without reading says so by its exit code.
    child.stdin.on('error', () => {})
    child.stdin.end(input)
  })
}
