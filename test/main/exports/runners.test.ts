import { expect, onTestFinished, test, vi } from 'vitest'
import { runC } from '../../../src/main/exports/runners/c.ts'
import { runOffice } from '../../../src/main/exports/runners/office.ts'
import { runPython } from '../../../src/main/exports/runners/python.ts'
import type { ProgramRunner } from '../../../src/main/exports/runners/types.ts'

test.each<[string, ProgramRunner, string]>([
  ['DESCENT_CC', runC, 'a C compiler (cc, gcc or clang)'],
  ['DESCENT_OFFICE', runOffice, 'LibreOffice'],
  ['DESCENT_PYTHON', runPython, 'Python 3 with NumPy'],
])('where the program of %s is not on the machine, that is said', async (variable, run, missing) => {
  vi.stubEnv(variable, '/nowhere/program')
  onTestFinished(() => void vi.unstubAllEnvs())
  const nothing = { rawInputs: [], target: { task: 'classification' as const, name: 'y', classes: [] } }
  const { signal } = new AbortController()
  const check = { path: '', rows: '', found: '', folder: '', fitted: nothing, signal }
  expect(await run(check)).toEqual({ missing })
})
