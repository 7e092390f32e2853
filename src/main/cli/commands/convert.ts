import type { Dirent } from 'node:fs'
import { mkdir, readdir, stat } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { basename, extname, join, resolve } from 'node:path'
import { formatCount, plural } from '../../../core/words/format.ts'
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
A folder converts every file in it, but not those of folders in it; a file that fails is named, and the others go on.

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
  const { names, leftOut } = await listFolder(from)
  await mkdir(to, { recursive: true }).catch((error: unknown) => {
    throw writeFailure(error, to)
  })
  const outputs = outputNames(names)
  const files: unknown[] = []
  let failed = 0
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
      if (work.signal.aborted) {
        work.console.note(`Interrupted: ${files.length - failed} of ${plural(names.length, 'file')} converted.`)
        await Promise.all(underWay)
        return exitCodeOf(outcome.failure)
      }
      work.console.note(`${name}: ${failureText(outcome.failure)}`)
      files.push({ file, error: outcome.failure })
      failed++
    }
    const fraction = (index + 1) / names.length
    work.console.progress({ stage: 'convert', fraction, detail: name, secondsLeft: null })
  }
  work.console.endProgress()
  const result = failed === 0 ? 'converted' : `converted, ${formatCount(failed)} could not be`
  const done = `${formatCount(names.length - failed)} of ${plural(names.length, 'file')} ${result}.`
  work.console.print(leftOut.length === 0 ? done : `${done} Left out: ${leftOutText(leftOut)}.`)
  if (json) work.console.object({ files, leftOut: leftOut.map((name) => join(from, name)) })
  return failed === 0 ? exitCodes.done : exitCodes.failed
}

function leftOutText(folders: readonly string[]): string {
  const shown = folders.slice(0, 5).map((name) => `${name}/`)
  return `${plural(folders.length, 'folder')} (${shown.join(', ')}${folders.length > shown.length ? ', …' : ''})`
}

/** The files in a folder that a person sees there, and the folders, which are not looked into. */
async function listFolder(folder: string): Promise<{ names: string[]; leftOut: string[] }> {
  const entries = await readdir(folder, { withFileTypes: true })
  const seen = entries.filter(({ name }) => !name.startsWith('.'))
  const isFolder = async (entry: Dirent): Promise<boolean> => {
    if (!entry.isSymbolicLink()) return entry.isDirectory()
    const target = await stat(join(folder, entry.name)).catch(() => null)
    return target?.isDirectory() ?? false
  }
  const folders = await Promise.all(seen.map(isFolder))
  const named = (wanted: boolean) => seen.flatMap(({ name }, at) => (folders[at] === wanted ? [name] : [])).sort()
  return { names: named(false), leftOut: named(true) }
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

/**
 * Base names with `.csv`; where two would share one, each keeps its full name before it, with a number where that is
 * another's already. `foldsCase`: on a file system that takes A.csv and a.csv for the same.
 */
export function outputNames(names: readonly string[], foldsCase = foldsCaseHere): Map<string, string> {
  const keyOf = (name: string) => (foldsCase ? name.normalize('NFC').toLowerCase() : name)
  const counts = new Map<string, number>()
  for (const name of names) counts.set(keyOf(csvName(name)), (counts.get(keyOf(csvName(name))) ?? 0) + 1)
  const isAlone = (name: string) => counts.get(keyOf(csvName(name))) === 1
  const taken = new Set(names.filter(isAlone).map((name) => keyOf(csvName(name))))
  const free = (name: string): string => {
    let output = `${name}.csv`
    for (let number = 2; taken.has(keyOf(output)); number++) output = `${name} ${number}.csv`
    taken.add(keyOf(output))
    return output
  }
  return new Map(names.map((name) => [name, isAlone(name) ? csvName(name) : free(name)]))
}

/** Most file systems of Windows and macOS do. */
const foldsCaseHere = process.platform === 'win32' || process.platform === 'darwin'

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
