import { createReadStream, createWriteStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { checkProgram, checkRow } from '../../../core/export/c/checkProgram.ts'
import type { RawValue } from '../../../core/export/program/vectors.ts'
import { failedProgram } from './failed.ts'
import { runProgram } from './runProgram.ts'
import type { ProgramCheck, ProgramRunner } from './types.ts'

/** Compiles a program around the header with the first compiler of C: that of the variable DESCENT_CC, or the system's. */
export const runC: ProgramRunner = async (check) => {
  const { path, rows, found, folder, fitted, signal } = check
  const compiler = await findCompiler(signal)
  if (compiler === null) return { missing: 'a C compiler (cc, gcc or clang)' }
  const source = join(folder, 'check.c')
  await writeFile(source, checkProgram(fitted, path.replaceAll('\\', '/')))
  const program = join(folder, process.platform === 'win32' ? 'check.exe' : 'check')
  const args = ['-std=c99', '-O1', source, '-o', program, '-lm']
  const compiled = await runProgram({ command: compiler.command, args, signal })
  if (compiled === null || compiled.code !== 0) throw failedProgram('The C header', compiled)
  const plainRows = join(folder, 'rows.txt')
  await writeRows(check, rows, plainRows)
  const result = await runProgram({ command: program, args: [plainRows, found], signal })
  if (result === null || result.code !== 0) throw failedProgram('The C header', result)
  return { runner: compiler.runner }
}

export async function findCompiler(signal: AbortSignal): Promise<{ command: string; runner: string } | null> {
  const chosen = process.env['DESCENT_CC']
  for (const command of chosen === undefined ? ['cc', 'gcc', 'clang'] : [chosen]) {
    const result = await runProgram({ command, args: ['--version'], signal })
    if (result?.code === 0) return { command, runner: result.output.split(/\r?\n/, 1)[0] ?? command }
  }
  return null
}

/** Rows of JSON lines as the program reads them. */
async function writeRows({ fitted, signal }: ProgramCheck, from: string, to: string): Promise<void> {
  const lines = createInterface({ input: createReadStream(from), crlfDelay: Infinity })
  async function* plain() {
    for await (const line of lines) yield checkRow(fitted, JSON.parse(line) as Record<string, RawValue>)
  }
  await pipeline(Readable.from(plain()), createWriteStream(to), { signal })
}
