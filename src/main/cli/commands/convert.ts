import { mkdir, readdir, stat } from 'node:fs/promises'
import { basename, extname, join, resolve } from 'node:path'
import { DescentError, toFailure } from '../../../shared/errors.ts'
import type { Reader } from '../../datasets/reader/types.ts'
import { parseArguments } from '../arguments.ts'
import { failureText } from '../console.ts'
import type { Console } from '../console.ts'
import { exitCodeOf, exitCodes } from '../exitCodes.ts'
import { convertFile } from '../convertFile.ts'
import type { Converted } from '../convertFile.ts'
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
    const reader = await openReader(place.entries)
    const work = { reader, console, signal: interrupt.signal }
    if (!source.isDirectory()) {
      const converted = await convertOne(work, from, await outputFor(from, to))
      if (json) console.object({ files: [{ file: from, ...converted }] })
      return exitCodes.done
    }
    return convertFolder(work, from, to, json)
  },
}

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
  for (const name of names) {
    const path = join(from, name)
    try {
      const converted = await convertOne(work, path, join(to, outputs.get(name) ?? `${name}.csv`))
      files.push({ file: path, ...converted })
    } catch (error) {
      const failure = toFailure(error)
      if (work.signal.aborted) return exitCodeOf(failure)
      work.console.note(`${name}: ${failureText(failure)}`)
      files.push({ file: path, error: failure })
      code = exitCodes.failed
    }
  }
  if (json) work.console.object({ files })
  return code
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

/** Writes one file and says which rows did not fit; an empty one gives an empty output. */
async function convertOne({ reader, console, signal }: Work, from: string, to: string): Promise<Converted> {
  const name = basename(from)
  await requireOutput(to, [from])
  const converted = await convertFile(reader, from, to, signal, (fraction) =>
    console.progress({ stage: 'convert', fraction, detail: name, secondsLeft: null }),
  )
  const { tooFewFields, tooManyFields, brokenQuote } = converted.irregular
  const problems = [
    ...(tooFewFields > 0 ? [`${tooFewFields} with too few fields, filled with empty ones`] : []),
    ...(tooManyFields > 0 ? [`${tooManyFields} with too many fields, of which the last were left out`] : []),
    ...(brokenQuote > 0 ? [`${brokenQuote} with a broken quote`] : []),
  ]
  if (problems.length > 0) console.note(`${name}: rows that do not fit: ${problems.join('; ')}.`)
  return converted
}
