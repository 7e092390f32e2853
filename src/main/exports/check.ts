import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DescentError } from '../../shared/errors.ts'
import type { ExportCheck, ExportFormat } from '../../shared/exports.ts'
import type { Task } from '../../shared/recipes.ts'
import type { ComputeClient } from '../compute/client.ts'
import type { CheckedRows } from '../compute/exports/exporting.ts'
import type { ComparedExport, Model } from '../compute/protocol.ts'
import type { RunCopies } from '../projects/runCopies.ts'
import { specOf } from '../runs/spec.ts'
import { runC } from './runners/c.ts'
import { runModule } from './runners/node.ts'
import { runOffice } from './runners/office.ts'
import { runPython } from './runners/python.ts'
import { runPostgresql, runSqlite } from './runners/sqlite.ts'
import type { ProgramRunner } from './runners/types.ts'

/** The largest difference that is still the same model: of a probability, or in units of the target's std. */
const TOLERANCE = 1e-4

/** What runs the formats that are programs. */
const runners: Record<Exclude<ExportFormat, 'onnx' | 'safetensors' | 'descent' | 'pmml'>, ProgramRunner> = {
  python: runPython,
  javascript: runModule,
  c: runC,
  sql: runSqlite,
  postgresql: runPostgresql,
  excel: runOffice,
}

export interface CheckRequest {
  format: ExportFormat
  path: string
  run: string
  model: Model
  checked: CheckedRows
  split: 'train' | 'validation' | 'test'
  signal: AbortSignal
}

export interface CheckContext {
  compute: ComputeClient
  copies: Pick<RunCopies, 'read'>
}

/** Runs an exported file on held-out rows. Errors: `export-mismatch` where it predicts anything else, or does not run. */
export async function checkExport(context: CheckContext, request: CheckRequest): Promise<ExportCheck> {
  const ran = await run(context, request)
  if ('missing' in ran) return { state: 'notRun', ...ran }
  const { task } = request.model.fitted.target
  // NaN must block too: a comparison that is not true.
  if (!(ran.largestDifference <= TOLERANCE)) throw mismatch(ran.largestDifference, task)
  return {
    state: 'passed',
    ...ran,
    split: request.split,
    tolerance: TOLERANCE,
    unit: task === 'classification' ? 'probability' : 'targetStd',
  }
}

const readBack = 'Descent, which read it back,'
const readValidated = 'Descent, which read it back and found it valid by the schema,'

type Ran = (ComparedExport & { runner: string; runtime: 'onnxruntime' | null }) | { missing: string; reason?: string }

async function run(context: CheckContext, request: CheckRequest): Promise<Ran> {
  const { compute } = context
  const { format, path, model, checked, signal } = request
  if (format === 'onnx') return compute.ask('checkOnnx', { path, model, ...checked }, { signal })
  if (format === 'safetensors') {
    const compared = await compute.ask('checkSafetensors', { path, model, ...checked }, { signal })
    return { ...compared, runner: readBack, runtime: null }
  }
  if (format === 'pmml') {
    const compared = await compute.ask('checkPmml', { path, model, ...checked }, { signal })
    return { ...compared, runner: readValidated, runtime: null }
  }
  if (format === 'descent') {
    const found = await readModel(context.copies, path, request.run)
    const compared = await compute.ask('checkModel', { model, found, ...checked }, { signal })
    return { ...compared, runner: readBack, runtime: null }
  }
  const folder = await mkdtemp(join(tmpdir(), 'descent-check-'))
  try {
    const [rows, found] = [join(folder, 'rows.jsonl'), join(folder, 'found.jsonl')]
    await compute.ask('writeRows', { path: rows, model, ...checked }, { signal })
    const { fitted } = model
    const outcome = await runners[format]({ path, rows, found, folder, fitted, signal })
    if ('missing' in outcome) return outcome
    const compared = await compute.ask('compareFound', { found, model, ...checked }, { signal })
    return { ...compared, runner: outcome.runner, runtime: null }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The model of a project of one run, all of which was read and checked. */
async function readModel(copies: CheckContext['copies'], path: string, id: string): Promise<Model> {
  const { problems, run, fitted, weights } = await copies.read(path, id)
  const [problem] = problems
  if (problem !== undefined || fitted === null || weights === null) {
    throw new DescentError('export-mismatch', `The exported project is not whole: ${problem ?? 'it has no model.'}`, {
      hint: 'The file was not kept. Check this project with “descent check”, and export again.',
    })
  }
  return { fitted, weights, spec: specOf(fitted, run.config) }
}

function mismatch(difference: number, task: Task): DescentError {
  const unit = task === 'classification' ? 'of a probability' : "of the target's standard deviation"
  return new DescentError(
    'export-mismatch',
    `The exported file does not predict what the studio predicts: they differ by up to ${difference.toPrecision(3)} ${unit}, more than ${TOLERANCE}.`,
    { hint: 'The file was not kept. Very large raw numbers are the usual cause: scale or ignore such columns.' },
  )
}
