import { basename, resolve } from 'node:path'
import { onnxDetails } from '../../../core/export/onnx/metadata.ts'
import { apartText } from '../../../core/passport/apartText.ts'
import { unitText } from '../../../core/passport/unitText.ts'
import { predictionGapText } from '../../../core/recipe/predictionGapText.ts'
import { readOtherwiseText } from '../../../core/recipe/readOtherwiseText.ts'
import { predictionFormats, type PredictionFormat, type PredictionReport } from '../../../shared/predictions.ts'
import { workbookNotes } from '../../../core/workbook/notes.ts'
import { besideNames } from '../../compute/beside.ts'
import { conformalLevelSchema, type ConformalChoice } from '../../../shared/calibration.ts'
import type { ImportOptions } from '../../../shared/datasets.ts'
import { newId } from '../../ids.ts'
import { parseArguments, usageError } from '../arguments.ts'
import { exitCodes } from '../exitCodes.ts'
import { importArguments, importHelp, importOptions } from '../importOptions.ts'
import type { Command, CommandContext } from '../main.ts'
import { deliver, requireOutput } from '../outputs.ts'
import { findOnlyRun, openToRead } from '../projects.ts'
import { openReader } from '../reader.ts'
import { cancellable, registerFile, withApplication, withScratch } from '../session.ts'

const usage =
  'descent predict <model.onnx | model.descent | --project p --run R> <file> --out predictions.csv|.xlsx [--json]'

type Report = Omit<PredictionReport, 'artifact' | 'fileName'>

export const predictCommand: Command = {
  usage,
  help: `Predicts every row of a file: its columns, then prediction and, for classes, probability_<class>.

  --project P      the project file, with
  --run R          the run, by name or id; of a model.descent with one run it may be left out
  --out FILE       where to write the predictions: an Excel workbook where it ends in .xlsx, else CSV
  --interval P     with a run: an interval (or a set of classes) that holds the truth in P % of rows, 90 say
  --flags          with a run: a column that says what is unlike training in each row
${importHelp}
  --json           one object on standard output`,

  async run(argv, context) {
    const { values, positionals } = parseArguments(
      argv,
      usage,
      {
        project: { type: 'string' },
        run: { type: 'string' },
        out: { type: 'string' },
        interval: { type: 'string' },
        flags: { type: 'boolean' },
        ...importArguments,
      },
      { least: 1, most: 2 },
    )
    const { project, run, out } = values
    if (out === undefined) throw usageError('The option --out is missing.', usage)
    const options = importOptions(values)
    const format = predictionFormats.find((name) => out.toLowerCase().endsWith(`.${name}`)) ?? 'csv'
    const request = {
      file: positionals.at(-1) ?? '',
      out: resolve(out),
      options,
      format,
      conformal: intervalOption(values.interval),
      flags: values.flags === true,
    }
    await requireOutput(
      request.out,
      [...positionals, ...(project === undefined ? [] : [project])].map((path) => resolve(path)),
    )
    let report: Report
    const model = positionals.length === 2 ? positionals[0] : undefined
    if (model === undefined) {
      if (project === undefined && run === undefined) {
        throw usageError('Name a model and a file, or use --project and --run.', usage)
      }
      if (project === undefined || run === undefined) throw usageError('--project and --run go together.', usage)
      report = await predictWithRun(context, project, run, request)
    } else if (project !== undefined) {
      throw usageError('Either a model file, or --project and --run.', usage)
    } else if (model.toLowerCase().endsWith('.descent')) {
      report = await predictWithRun(context, model, run, request)
    } else {
      if (run !== undefined) throw usageError('--run is of a project: an ONNX file has one model.', usage)
      if (request.conformal !== null || request.flags) {
        throw usageError('--interval and --flags need a run: use a project.', usage)
      }
      report = await predictWithOnnx(context, resolve(model), request)
    }
    context.console.endProgress()
    if (context.json) {
      const { preview, ...counts } = report
      context.console.object({ file: out, ...counts, columns: preview.columns })
    } else {
      context.console.print(reportText(report, out))
    }
    return exitCodes.done
  },
}

/** The level is asked for in percent. */
function intervalOption(percent: string | undefined): ConformalChoice | null {
  if (percent === undefined) return null
  const level = conformalLevelSchema.safeParse(Number(percent) / 100)
  if (!level.success) throw usageError(`--interval takes a percentage from 50 to 99.9, not “${percent}”.`, usage)
  return { level: level.data, sets: 'smallest' }
}

interface Request {
  file: string
  out: string
  options: ImportOptions
  format: PredictionFormat
  conformal: ConformalChoice | null
  flags: boolean
}

async function predictWithRun(
  context: CommandContext,
  path: string,
  name: string | undefined,
  { file, out, options, format, conformal, flags }: Request,
): Promise<Report> {
  return withApplication(context, async ({ application }) => {
    const registered = await registerFile(application, file)
    const project = await openToRead(application, path)
    const run = findOnlyRun(project, name, usage)
    const job = newId()
    const report = await cancellable(application, context.interrupt.signal, job, () =>
      application.handlers['predictions.file']({
        project: project.id,
        run: run.id,
        job,
        file: registered.file,
        options,
        output: { format, conformal, flags },
      }),
    )
    const { artifact, fileName: _, ...rest } = report
    await deliver(application.artifacts.resolve(artifact).path, out)
    return rest
  })
}

/** Runs the exported file by onnxruntime; the model says itself how its raw columns are read. */
async function predictWithOnnx(
  context: CommandContext,
  model: string,
  { file, out, options, format }: Request,
): Promise<Report> {
  const { place, console, interrupt } = context
  const [{ ComputeClient }, { predictFile }, { rowsText }, reader] = await Promise.all([
    import('../../compute/client.ts'),
    import('../../predictions/predictFile.ts'),
    import('../../rowsFile/rowsText.ts'),
    openReader(place.entries),
  ])
  const compute = new ComputeClient(place.entries)
  try {
    const { signal } = interrupt
    const schema = await compute.ask('openOnnx', { path: model }, { signal })
    const plan = { details: onnxDetails(schema), ranges: null, classes: [], flagged: false, reference: null }
    return await withScratch(async (scratch) => {
      const partial = resolve(scratch, 'predictions.csv')
      const report = await predictFile({
        reader,
        predictor: {
          target: schema.target,
          added: besideNames(plan),
          inputs: schema.inputs.map((input) => input.name),
          series: null,
          predict: (batch) => compute.ask('predictOnnxColumns', { plan, ...batch }, { signal }),
        },
        text: rowsText(compute, signal),
        path: resolve(file),
        fileName: basename(file),
        options,
        trained: null,
        out: partial,
        format,
        signal,
        onProgress: (fraction) =>
          console.progress({ stage: 'prediction', fraction, detail: basename(file), secondsLeft: null }),
      })
      await deliver(partial, out)
      return report
    })
  } finally {
    await compute.close()
  }
}

function reportText(report: Report, out: string): string {
  const lines = [`${out}: ${report.rows} rows predicted.`]
  if (report.missingColumns.length > 0) {
    lines.push(`- Columns the model needs and the file lacks, read as missing: ${report.missingColumns.join(', ')}`)
  }
  for (const { column, rows, examples } of report.unseen) {
    lines.push(`- ${column}: ${rows} rows with values that did not occur in training (${examples.join(', ')})`)
  }
  for (const { column, rows, examples } of report.unparsed) {
    lines.push(`- ${column}: ${rows} values could not be read and count as missing (${examples.join(', ')})`)
  }
  for (const { column, rows } of report.outOfRange) {
    lines.push(`- ${column}: ${rows} values outside the range seen in training`)
  }
  for (const tally of report.units) lines.push(`- ${unitText(tally)}`)
  if (report.apart !== null && report.apart > 0) lines.push(`- ${apartText(report.apart)}`)
  for (const { column, rows } of report.incomplete) {
    lines.push(`- ${column}: ${rows} rows with too few earlier rows in the file for a whole window`)
  }
  for (const note of workbookNotes(report)) lines.push(`- ${note}`)
  for (const difference of report.readOtherwise) lines.push(`- ${readOtherwiseText(difference)}`)
  for (const gap of report.gaps) {
    lines.push(`- ${gap.rows} rows have no prediction: ${predictionGapText(gap, (kind) => kind)}.`)
  }
  if (report.unpredicted > 0 && report.gaps.length === 0) {
    lines.push(`- ${report.unpredicted} rows have no prediction: they lack a value that no step of the model fills.`)
  }
  return lines.join('\n')
}
