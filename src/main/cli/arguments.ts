import { parseArgs } from 'node:util'
import type { ParseArgsOptionsConfig } from 'node:util'
import { DescentError } from '../../shared/errors.ts'

/** Options that every command takes; `--help` is answered before any parsing. */
const common = {
  json: { type: 'boolean' },
  progress: { type: 'string' },
} as const satisfies ParseArgsOptionsConfig

type Values<O extends ParseArgsOptionsConfig> = {
  [K in keyof O]?: O[K] extends { type: 'boolean' } ? boolean : string
}

export interface ParsedArguments<O extends ParseArgsOptionsConfig> {
  values: Values<O & typeof common>
  positionals: string[]
}

/**
 * Parses a command's arguments. Errors: `usage`, with the command's usage line as the hint, for an unknown option, a
 * missing value, or another number of positional arguments.
 */
export function parseArguments<O extends ParseArgsOptionsConfig>(
  argv: readonly string[],
  usage: string,
  options: O,
  positionals: { least: number; most: number },
): ParsedArguments<O> {
  let parsed
  try {
    parsed = parseArgs({ args: [...argv], options: { ...options, ...common }, allowPositionals: true })
  } catch (error) {
    throw usageError(argumentProblem(error), usage)
  }
  const given = parsed.positionals.length
  if (given < positionals.least) throw usageError('An argument is missing.', usage)
  if (given > positionals.most) {
    throw usageError(`“${parsed.positionals[positionals.most] ?? ''}” is one argument too many.`, usage)
  }
  return { values: parsed.values as ParsedArguments<O>['values'], positionals: parsed.positionals }
}

export function usageError(message: string, usage: string): DescentError {
  return new DescentError('usage', message, { hint: `Usage: ${usage}` })
}

function argumentProblem(error: unknown): string {
  const message = error instanceof Error ? error.message : ''
  const option = /'(-[^']*)'/.exec(message)?.[1]?.split(/[ =]/)[0]
  const code = error instanceof Error && 'code' in error ? error.code : ''
  if (option === undefined) return 'These arguments were not understood.'
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return `There is no option ${option}.`
  return message.includes('does not take an argument')
    ? `The option ${option} takes no value.`
    : `The option ${option} needs a value${message.includes('ambiguous') ? `; one that begins with a dash is written ${option}=-…` : ''}.`
}

/** A whole number within bounds, or undefined where the option was not given. */
export function wholeNumber(
  text: string | undefined,
  option: string,
  bounds: { least: number; most: number },
): number | undefined {
  if (text === undefined) return undefined
  const value = /^\d+$/.test(text) ? Number(text) : NaN
  if (value >= bounds.least && value <= bounds.most) return value
  throw new DescentError(
    'usage',
    `${option} ${text}: this must be a whole number from ${bounds.least} to ${bounds.most}.`,
  )
}

/** A number within bounds, or undefined where the option was not given. */
export function decimalNumber(
  text: string | undefined,
  option: string,
  bounds: { least: number; most: number },
): number | undefined {
  if (text === undefined) return undefined
  const value = text.trim() === '' ? NaN : Number(text)
  if (value >= bounds.least && value <= bounds.most) return value
  throw new DescentError('usage', `${option} ${text}: this must be a number from ${bounds.least} to ${bounds.most}.`)
}
