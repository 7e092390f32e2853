import type { Run } from '../../../shared/runs.ts'
import { parseArguments, usageError } from '../arguments.ts'
import { exitCodes } from '../exitCodes.ts'
import type { Command } from '../main.ts'
import { openToRead } from '../projects.ts'
import { metricText, runObject } from '../runObject.ts'
import { withApplication } from '../session.ts'

const usage = 'descent runs --project p [--json]'

export const runsCommand: Command = {
  usage,
  help: `Shows the runs of a project.

  --project P      the project file
  --json           an array on standard output`,

  async run(argv, context) {
    const { values } = parseArguments(argv, usage, { project: { type: 'string' } }, { least: 0, most: 0 })
    if (values.project === undefined) throw usageError('The option --project is missing.', usage)
    const path = values.project
    return withApplication(context, async ({ application }) => {
      const { runs } = await openToRead(application, path)
      if (context.json) {
        context.console.object(
          runs.map((run) => ({
            name: run.name,
            created: run.created,
            state: run.state,
            failure: run.failure,
            dataset: run.datasetName,
            ...runObject(run, []),
          })),
        )
      } else {
        context.console.print(runs.length === 0 ? 'There are no runs yet.' : runsText(runs))
      }
      return exitCodes.done
    })
  },
}

function runsText(runs: readonly Run[]): string {
  const header = ['name', 'state', 'target', 'epochs', 'best', 'metric', 'train', 'validation', 'test', 'seconds']
  const rows = runs.map((run) => {
    const metric = run.task === 'classification' ? 'accuracy' : 'r2'
    const of = (split: 'train' | 'validation' | 'test') => {
      const metrics: Record<string, number | null> | null | undefined = run.metrics?.[split]
      return metricText(metrics?.[metric])
    }
    return [
      run.name,
      run.state,
      run.target,
      String(run.epochs),
      run.bestEpoch === null ? '–' : String(run.bestEpoch),
      metric,
      of('train'),
      of('validation'),
      of('test'),
      run.seconds.total.toFixed(1),
    ]
  })
  const widths = header.map((title, i) => Math.max(title.length, ...rows.map((row) => (row[i] ?? '').length)))
  return [header, ...rows]
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
