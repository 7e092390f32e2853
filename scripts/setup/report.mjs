/**
 * What a person sees while something is built. Everything goes to standard error: standard output belongs to the
 * program that is started afterwards (`descent … --json` prints one object there and nothing else).
 */

/** A failure that a person can act on: one sentence, no stack. */
export class SetupError extends Error {
  constructor(message, details = '') {
    super(message)
    this.name = 'SetupError'
    this.details = details
  }
}

export function say(line) {
  process.stderr.write(`${line}\n`)
}

/** Announces a step before it runs and says how long it took after. */
export async function step(title, work) {
  const started = performance.now()
  say(`• ${title} …`)
  const result = await work()
  const seconds = (performance.now() - started) / 1000
  say(`  done in ${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`)
  return result
}

/** Runs a script's body: a SetupError becomes its sentence, anything else keeps its stack; exit code 1 for both. */
export async function main(body) {
  try {
    process.exitCode = (await body()) ?? 0
  } catch (error) {
    if (error instanceof SetupError) {
      if (error.details) say(error.details.trimEnd())
      say(`\n${error.message}`)
    } else {
      say(error?.stack ?? String(error))
    }
    process.exitCode = 1
  }
}
