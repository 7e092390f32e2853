import { mkdir, readdir, stat } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { basename, extname, join, resolve } from 'node:path'
import { DescentError, toFailure } from '../../../shared/errors.ts'
import type { Converted, Reader } from '../../datasets/reader/types.ts'
import type { Failure } from '../../../shared/errors.ts'
import { parseArguments } from '../arguments.ts'
import { failureText } from '../console.ts'
import type { Console } from '../console.ts'
import { exitCodeOf, exitCodes } from '../exitCodes.ts'
import { convertFile } from '../convertFile.ts'
import type { Command } from '../main.ts'
import { isSame, requireOutput, writeFailure } from '../outputs.ts'
import { openReader } from '../reader.ts'

const usage = 'descent convert <file|folder> <out.csv|folder> [--json]'

export const convertCommand: Command = {
  usage,
  help: `Writes what the importer understood as RFC 4180 UTF-8, values as text, all settings automatic.
A folder converts every file in it; a file that fails is named, and the others go on.

  --json           one object on standard output`,

  async run(argv, { place, console, json, interrupt }) {
    const { positionals } = parseArguments(argv, usage, {}, { least: 2, most: 2 })
    const [from, to] = [resolve(positionals[0] ?? ''), resolve(positionals[1] ?? '')]
    const source = await stat(from).catch(() => {
      throw new DescentError('not-found', `${from} is not there or cannot be reached.`, {
        hint: 'Check the path and that you may read it.',
        where: { file: from },
      })
    })
    if (source.isDirectory() && (await isSame(from, to))) {
      throw new DescentError('usage', `${from} is read by this command: its files would be overwritten.`, {
        hint: 'Choose another folder for the results.',
        where: { file: to },
      })
    }
    const reader = await openReader(place.entries, atOnce)
    const work = { reader, console, signal: interrupt.signal }
    try {
      if (source.isDirectory()) return await convertFolder(work, from, to, json)
      const output = await outputFor(from, to)
      await requireOutput(output, [from])
      console.progress({ stage: 'convert', fraction: null, detail: basename(from), secondsLeft: null })
      const converted = await convertFile(reader, from, output, interrupt.signal)
      noteProblems(console, basename(from), converted)
      if (json) console.object({ files: [{ file: from, ...converted }] })
      return exitCodes.done
    } finally {
      reader.close()
    }
  },
}

/** Files converted at a time. */
const atOnce = Math.max(1, Math.min(4, availableParallelism()))

interface Work {
  reader: Reader
  console: Console
  signal: AbortSignal
}

async function outputFor(from: string, to: string): Promise<string> {
  const isFolder = await stat(to).then(
    (found) => found.isDirectory(),
    () => false,
  )
  return isFolder ? join(to, csvName(basename(from))) : to
}

async function convertFolder(work: Work, from: string, to: string, json: boolean): Promise<number> {
  const entries = await readdir(from, { withFileTypes: true })
  const names = entries
    .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort()
  await mkdir(to, { recursive: true }).catch((error: unknown) => {
    throw writeFailure(error, to)
  })
  const outputs = outputNames(names)
  const files: unknown[] = []
  let code: number = exitCodes.done
  let begun = 0
  const next = (): Promise<Outcome> | null => {
    const name = names[begun++]
    return name === undefined ? null : outcomeOf(work, join(from, name), join(to, outputs.get(name) ?? `${name}.csv`))
  }
  const underWay = Array.from({ length: atOnce }, next).filter((one) => one !== null)
  for (const [index, name] of names.entries()) {
    const outcome = await underWay.shift()
    if (outcome === undefined) break
    const following = next()
    if (following !== null) underWay.push(following)
    const file = join(from, name)
    if ('converted' in outcome) {
      noteProblems(work.console, name, outcome.converted)
      files.push({ file, ...outcome.converted })
    } else {
      if (work.signal.aborted) return exitCodeOf(outcome.failure)
      work.console.note(`${name}: ${failureText(outcome.failure)}`)
      files.push({ file, error: outcome.failure })
      code = exitCodes.failed
    }
    const fraction = (index + 1) / names.length
    work.console.progress({ stage: 'convert', fraction, detail: name, secondsLeft: null })
  }
  if (json) work.console.object({ files })
  return code
}

type Outcome = { converted: Converted } | { failure: Failure }

/** Never rejects: one bad file must not take the others with it. */
async function outcomeOf({ reader, signal }: Work, from: string, to: string): Promise<Outcome> {
  try {
    if (await isSame(from, to)) {
      throw new DescentError('refused', `${to} is read by this command: it would be overwritten.`, {
        where: { file: to },
      })
    }
    return { converted: await convertFile(reader, from, to, signal) }
  } catch (error) {
    return { failure: toFailure(error) }
  }
}

/** Base names with `.csv`; where two would share one, each keeps its full name before it. */
export function outputNames(names: readonly string[]): Map<string, string> {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(csvName(name), (counts.get(csvName(name)) ?? 0) + 1)
  return new Map(names.map((name) => [name, counts.get(csvName(name)) === 1 ? csvName(name) : `${name}.csv`]))
}

function csvName(name: string): string {
  return `${basename(name, extname(name))}.csv`
}

/** Says how many rows of a file did not fit. */
function noteProblems(console: Console, name: string, { irregular }: Converted): void {
  const { tooFewFields, tooManyFields, brokenQuote, otherDelimiter = 0 } = irregular
  const problems = [
    ...(tooFewFields > 0 ? [`${tooFewFields} with too few fields`] : []),
    ...(tooManyFields > 0 ? [`${tooManyFields} with too many fields`] : []),
    ...(brokenQuote > 0 ? [`${brokenQuote} with a broken quote`] : []),
    ...(otherDelimiter > 0 ? [`${otherDelimiter} with another delimiter, by which they were split`] : []),
  ]
  if (problems.length > 0) console.note(`${name}: rows that do not fit: ${problems.join('; ')}.`)
}
