import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { failedProgram } from './failed.ts'
import { runProgram } from './runProgram.ts'
import type { ProgramRunner } from './types.ts'

/** Prints the versions of Python and NumPy. */
const versions = 'import sys, numpy; print(sys.version.split()[0], numpy.__version__)'

/** Runs a Python module with the first Python that has NumPy: that of the variable DESCENT_PYTHON, or the system's. */
export const runPython: ProgramRunner = async ({ path, rows, found, folder, signal }) => {
  const python = await findPython(signal)
  if (python === null) return { missing: 'Python 3 with NumPy' }
  const script = join(folder, 'check.py')
  await writeFile(script, checkScript)
  const args = ['-B', script, path, rows, found]
  const result = await runProgram({ command: python.command, args, signal })
  if (result === null || result.code !== 0) throw failedProgram('The Python module', result)
  return { runner: python.runner }
}

async function findPython(signal: AbortSignal): Promise<{ command: string; runner: string } | null> {
  const chosen = process.env['DESCENT_PYTHON']
  for (const command of chosen === undefined ? ['python3', 'python'] : [chosen]) {
    const result = await runProgram({ command, args: ['-c', versions], signal })
    if (result?.code !== 0) continue
    const [python = '', numpy = ''] = result.output.trim().split(' ')
    return { command, runner: `Python ${python} with NumPy ${numpy}` }
  }
  return null
}

const checkScript = `import importlib.util
import json
import sys

path, rows_path, found_path = sys.argv[1:]
spec = importlib.util.spec_from_file_location("model", path)
model = importlib.util.module_from_spec(spec)
spec.loader.exec_module(model)
with open(rows_path, encoding="utf-8") as file:
    rows = [json.loads(line) for line in file]
columns = {name: [row[name] for row in rows] for name in model.INPUTS}
predictions, details = model.predict(columns)


def plain(value):
    if value is None or value != value:
        return None
    return value if isinstance(value, str) else float(value)


with open(found_path, "w", encoding="utf-8") as file:
    for prediction, beside in zip(predictions, details):
        file.write(json.dumps([plain(prediction), *map(plain, beside)], allow_nan=True) + "\\n")
if not model.self_check() < 1e-3 * max([1.0, *(abs(p) for p in predictions if isinstance(p, float) and p == p)]):
    sys.exit(f"The test vectors differ by {model.self_check()}.")
`
