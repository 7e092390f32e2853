import { resolve } from 'node:path'
import { exportFormats, type ExportCheck } from '../../../shared/exports.ts'
import { DescentError } from '../../../shared/errors.ts'
import { newId } from '../../ids.ts'
import { parseArguments, usageError } from '../arguments.ts'
import { exitCodes } from '../exitCodes.ts'
import type { Command } from '../main.ts'
import { deliver, requireOutput } from '../outputs.ts'
import { findRun, openToRead } from '../projects.ts'
import { cancellable, withApplication } from '../session.ts'

/** Not a model that runs, but what there is to know of one. */
const modelCard = 'report'
const formats = [...exportFormats, modelCard] as const

const usage = `descent export --project p --run R --format ${formats.join('|')} --out PATH [--json]`

export const exportCommand: Command = {
  usage,
  help: `Writes a trained model with its preparation inside. The file is run on held-out rows and compared with the
studio's own predictions first; one that differs is not handed over.

  --project P      the project file
  --run R          the run, by name or id
  --format F       ${exportFormats.join(', ')}; or report: a model card as one HTML file
  --out PATH       where to write
  --json           one object on standard output`,

  async run(argv, context) {
    const { values } = parseArguments(
      argv,
      usage,
      { project: { type: 'string' }, run: { type: 'string' }, format: { type: 'string' }, out: { type: 'string' } },
      { least: 0, most: 0 },
    )
    const { project: path, run: name, out } = values
    if (path === undefined || name === undefined || out === undefined) {
      throw usageError('The options --project, --run and --out are needed.', usage)
    }
    const format = formats.find((known) => known === (values.format ?? 'onnx'))
    if (format === undefined) {
      throw new DescentError('usage', `--format ${values.format ?? ''}: there is no such format.`, {
        hint: `Use one of ${formats.join(', ')}.`,
      })
    }
    await requireOutput(resolve(out), [resolve(path)])
    return withApplication(context, async ({ application }) => {
      const project = await openToRead(application, path)
      const run = findRun(project, name)
      const of = { project: project.id, run: run.id, job: newId() }
      const { handlers, artifacts } = application
      const made = await cancellable(application, context.interrupt.signal, of.job, async () =>
        format === modelCard
          ? { ...(await handlers['exports.report'](of)), check: null }
          : handlers['exports.create']({ ...of, format }),
      )
      const sizeBytes = await deliver(artifacts.resolve(made.artifact).path, resolve(out))
      context.console.endProgress()
      if (context.json) {
        const { check } = made
        context.console.object({ run: run.id, format, file: out, sizeBytes, ...(check === null ? {} : { check }) })
      } else {
        context.console.print(`${out}: ${sizeBytes} bytes${made.check === null ? '' : `; ${checkedBy(made.check)}`}`)
      }
      return exitCodes.done
    })
  },
}

function checkedBy(check: ExportCheck): string {
  if (check.state === 'notRun' && check.reason !== undefined) return `it was not run. ${check.reason}`
  if (check.state === 'notRun') return `it was not run: ${check.missing} is not on this machine.`
  const { runner, runtime, rows, split, largestDifference, tolerance } = check
  const proof = `${runner} on ${rows} ${split} rows differs by at most ${largestDifference.toExponential(1)} (limit ${tolerance}).`
  if (runtime === null) return proof
  return `${proof} It needs ${runtime}: texts are taken apart by operators that the ONNX standard lacks.`
}
