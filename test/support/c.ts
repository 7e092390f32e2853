import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { checkProgram, checkRow } from '../../src/core/export/c/checkProgram.ts'
import type { RawValue } from '../../src/core/export/program/vectors.ts'
import { findCompiler } from '../../src/main/exports/runners/c.ts'
import type { FittedRecipe } from '../../src/shared/recipes.ts'
import type { FoundRow } from './exported.ts'
import { temporaryFolder } from './folder.ts'

const run = promisify(execFile)
const strict = ['-O0', '-Wall', '-Wextra', '-pedantic', '-Werror']

type Fitted = Pick<FittedRecipe, 'rawInputs' | 'target'>

let found: Promise<string> | null = null

/** That of the variable DESCENT_CC, or the system's. */
export function compiler(): Promise<string> {
  return (found ??= findCompiler(new AbortController().signal).then((known) => {
    if (known === null) throw new Error('The tests of exported C need a compiler: cc, gcc or clang.')
    return known.command
  }))
}

/** Compiles a header by itself as C99 with warnings as errors, and runs its self-check. */
export async function selfCheck(source: string): Promise<string> {
  const folder = await temporaryFolder()
  await writeFile(join(folder, 'model.h'), source)
  const macro = /#ifdef (\w+_SELF_CHECK_MAIN)/.exec(source)?.[1] ?? ''
  const args = ['-x', 'c', '-std=c99', ...strict, `-D${macro}`, 'model.h', '-o', 'check', '-lm']
  await run(await compiler(), args, { cwd: folder })
  return (await run(join(folder, 'check'))).stdout
}

/** What an exported header says of rows, compiled as C99 with warnings as errors; and as C++ too, where that is asked for. */
export async function predictInC(
  fitted: Fitted,
  source: string,
  rows: readonly Readonly<Record<string, RawValue>>[],
  { alsoAsCpp = false } = {},
): Promise<FoundRow[]> {
  const folder = await temporaryFolder()
  const at = (name: string) => join(folder, name)
  await writeFile(at('model.h'), source)
  await writeFile(at('check.c'), checkProgram(fitted, 'model.h'))
  await writeFile(at('rows'), rows.map((row) => checkRow(fitted, row)).join(''))
  if (alsoAsCpp) {
    await run(await compiler(), ['-x', 'c++', '-std=c++14', '-fsyntax-only', ...strict, at('check.c')])
  }
  await run(await compiler(), ['-std=c99', ...strict, at('check.c'), '-o', at('check'), '-lm'])
  await run(at('check'), [at('rows'), at('found')])
  const lines = (await readFile(at('found'), 'utf8')).split('\n').filter((line) => line !== '')
  return lines.map((line) => {
    const [prediction, ...details] = JSON.parse(line) as [string | number | null, ...(number | null)[]]
    return { prediction, details }
  })
}
