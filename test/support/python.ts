import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { FoundRow } from './exported.ts'
import { temporaryFolder } from './folder.ts'

const run = promisify(execFile)

/** The version that the environment of the tests has. */
const numpy = 'numpy==2.2.6'

let found: Promise<string> | null = null

/**
 * A Python with NumPy: that of the variable DESCENT_PYTHON, the system's, or that of an environment which is made on first
 * use outside the repository.
 */
export function pythonWithNumpy(): Promise<string> {
  return (found ??= findPython())
}

/** What exported modules say of rows: one process for all of them. */
export async function predictInPython(models: readonly { source: string; rows: object[] }[]): Promise<FoundRow[][]> {
  const folder = await temporaryFolder()
  const at = (index: number, ending: string) => join(folder, `model${index}${ending}`)
  for (const [index, { source, rows }] of models.entries()) {
    await writeFile(at(index, '.py'), source)
    await writeFile(at(index, '.rows.json'), JSON.stringify(rows))
  }
  const script = fileURLToPath(new URL('predictAll.py', import.meta.url))
  await run(await pythonWithNumpy(), ['-B', script, folder], { maxBuffer: 1e7 })
  const found = models.map(
    async (_, index) => JSON.parse(await readFile(at(index, '.found.json'), 'utf8')) as FoundRow[],
  )
  return Promise.all(found)
}

async function findPython(): Promise<string> {
  for (const python of [process.env['DESCENT_PYTHON'], 'python3', 'python']) {
    if (python !== undefined && (await hasNumpy(python))) return python
  }
  const folder = join(homedir(), '.cache', 'descent', 'test-python')
  const isWindows = process.platform === 'win32'
  const python = isWindows ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python3')
  if (!existsSync(python)) await run(isWindows ? 'python' : 'python3', ['-m', 'venv', folder])
  if (!(await hasNumpy(python))) await run(python, ['-m', 'pip', 'install', '--disable-pip-version-check', numpy])
  return python
}

async function hasNumpy(python: string): Promise<boolean> {
  try {
    await run(python, ['-c', 'import numpy'])
    return true
  } catch {
    return false
  }
}
