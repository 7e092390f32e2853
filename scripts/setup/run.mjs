import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { dirname, delimiter } from 'node:path'
import { pinnedNode, root } from './paths.mjs'

/** The environment of every tool: the pinned runtime first on the PATH, so that nested `node` means it too. */
export function toolEnvironment(extra = {}) {
  const name = Object.keys(process.env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH'
  return { ...process.env, [name]: `${dirname(pinnedNode)}${delimiter}${process.env[name] ?? ''}`, ...extra }
}

/** The exit code of a child as a shell would give it. */
export function exitCodeOf(code, signal) {
  return code ?? 128 + (signal ? (constants.signals[signal] ?? 0) : 0)
}

/**
 * Runs a command to its end.
 * output: 'show' lets it write to standard error, 'inherit' gives it the terminal, 'keep' collects what it writes,
 * 'tee' does both of show and keep.
 * @returns {Promise<{code: number, text: string, missing: boolean}>} `missing`: there is no such program.
 */
export function run(command, args, { output = 'keep', env, cwd = root, timeoutSeconds, shell = false } = {}) {
  const piped = output === 'keep' || output === 'tee'
  const stdio = output === 'inherit' ? 'inherit' : ['ignore', piped ? 'pipe' : 2, piped ? 'pipe' : 2]
  return new Promise((done) => {
    const child = spawn(command, args, { cwd, env: env ?? toolEnvironment(), stdio, shell })
    const parts = []
    const collect = (chunk) => {
      parts.push(chunk)
      if (output === 'tee') process.stderr.write(chunk)
    }
    child.stdout?.on('data', collect)
    child.stderr?.on('data', collect)
    const text = () => Buffer.concat(parts).toString('utf8')
    const timer =
      timeoutSeconds === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), timeoutSeconds * 1000)
    child.on('error', (error) => {
      clearTimeout(timer)
      done({ code: 127, text: `${text()}${error.message}`, missing: error.code === 'ENOENT' })
    })
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      done({ code: exitCodeOf(code, signal), text: text(), missing: false })
    })
  })
}

/** Runs a Node program on the pinned runtime. */
export function runNode(args, options = {}) {
  return run(pinnedNode, args, options)
}

/**
 * Hands the terminal to a program and becomes it: signals go on to it, its exit code comes back. The program decides
 * what an interruption means (it saves first), so this process only waits.
 */
export function become(command, args, { env, cwd = root } = {}) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { cwd, env: env ?? toolEnvironment(), stdio: 'inherit' })
    // Ctrl+C reaches the whole foreground group by itself; only a signal sent to this process alone is passed on.
    const ignore = () => {}
    const forward = (signal) => child.kill(signal)
    process.on('SIGINT', process.stdin.isTTY ? ignore : forward)
    process.on('SIGTERM', forward)
    process.on('SIGHUP', forward)
    child.on('error', fail)
    child.on('close', (code, signal) => done(exitCodeOf(code, signal)))
  })
}
