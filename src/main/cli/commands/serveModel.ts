import { resolve } from 'node:path'
import type { ServedModel } from '../../model-server/servedModel.ts'
import { parseArguments, usageError, wholeNumber } from '../arguments.ts'
import { exitCodes } from '../exitCodes.ts'
import type { Command, CommandContext } from '../main.ts'
import { findOnlyRun, openToRead } from '../projects.ts'
import { withApplication } from '../session.ts'

const usage = 'descent serve-model <model.onnx | model.descent | --project p --run R> [--port N] [--json]'

export const serveModelCommand: Command = {
  usage,
  help: `Answers predictions as JSON on 127.0.0.1 alone, until Ctrl+C.

  --project P      the project file, with
  --run R          the run, by name or id; of a file with one run it may be left out
  --port N         a free one by default
  --json           one object on standard output: where it listens

  POST /predict       one row {"column": value, …} or a list of rows; null is missing
  GET  /openapi.json  what it takes and answers, as OpenAPI 3.1
  GET  /health        {"status": "ok"}`,

  async run(argv, context) {
    const { values, positionals } = parseArguments(
      argv,
      usage,
      { project: { type: 'string' }, run: { type: 'string' }, port: { type: 'string' } },
      { least: 0, most: 1 },
    )
    const port = wholeNumber(values.port, '--port', { least: 0, most: 65_535 }) ?? 0
    const [file] = positionals
    if (file !== undefined && values.project !== undefined) {
      throw usageError('Either a model file, or --project.', usage)
    }
    const project = values.project ?? file
    if (project === undefined) throw usageError('Name a model file, or use --project and --run.', usage)
    await (project.toLowerCase().endsWith('.onnx')
      ? serveOnnx(context, project, port)
      : serveRun(context, { project, run: values.run }, port))
    return exitCodes.done
  },
}

async function serveRun(
  context: CommandContext,
  named: { project: string; run: string | undefined },
  port: number,
): Promise<void> {
  await withApplication(context, async ({ application }) => {
    const [project, { modelOfRun }] = await Promise.all([
      openToRead(application, named.project),
      import('../../model-server/ofRun.ts'),
    ])
    const run = findOnlyRun(project, named.run, usage)
    await serveModel(context, await modelOfRun(application, project, run), port)
  })
}

async function serveOnnx(context: CommandContext, file: string, port: number): Promise<void> {
  const [{ ComputeClient }, { modelOfOnnx }] = await Promise.all([
    import('../../compute/client.ts'),
    import('../../model-server/ofOnnx.ts'),
  ])
  const compute = new ComputeClient(context.place.entries)
  try {
    await serveModel(context, await modelOfOnnx(compute, resolve(file)), port)
  } finally {
    await compute.close()
  }
}

/** Serves until the person ends it, which is its normal end. */
async function serveModel(
  { console, interrupt, json }: CommandContext,
  model: ServedModel,
  port: number,
): Promise<void> {
  const [{ startModelServer }, { stopSignal }, { version }] = await Promise.all([
    import('../../model-server/server.ts'),
    import('../../http/stopSignal.ts'),
    import('../../version.ts'),
  ])
  interrupt.end()
  const stopped = stopSignal()
  const server = await startModelServer(model, { port, version })
  if (json) console.object({ model: model.name, url: server.origin, openapi: `${server.origin}/openapi.json` })
  else {
    console.print(`${model.name} predicts ${model.target} at ${server.origin}/predict`)
    console.print(`What it takes: ${server.origin}/openapi.json\nPress Ctrl+C to stop it.`)
  }
  await stopped
  await server.close()
}
