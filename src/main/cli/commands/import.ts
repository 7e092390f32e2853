import { resolve } from 'node:path'
import { plural } from '../../../core/words/format.ts'
import { exists } from '../../projects/move.ts'
import { newId } from '../../ids.ts'
import { parseArguments, usageError } from '../arguments.ts'
import { importArguments, importHelp, importOptions } from '../importOptions.ts'
import type { Command } from '../main.ts'
import { exitCodes } from '../exitCodes.ts'
import { cancellable, registerFile, withApplication } from '../session.ts'

const usage =
  'descent import <file> --project p.descent [--name N] [--sheet S] [--range R] [--table N] [--delimiter D] [--encoding E] [--no-header] [--json]'

export const importCommand: Command = {
  usage,
  help: `Stores a table in a project; a project that is not there is created.

  --project P      the project file
  --name N         the dataset's name; the file's name by default
${importHelp}
  --json           one object on standard output`,

  async run(argv, context) {
    const { values, positionals } = parseArguments(
      argv,
      usage,
      { project: { type: 'string' }, name: { type: 'string' }, ...importArguments },
      { least: 1, most: 1 },
    )
    if (values.project === undefined) throw usageError('The option --project is missing.', usage)
    const projectPath = values.project
    const options = importOptions(values)
    const { console, interrupt } = context
    return withApplication(context, async ({ application }) => {
      const registered = await registerFile(application, positionals[0] ?? '')
      const isNew = !(await exists(resolve(projectPath)))
      const { project } = await application.openProjectFile(resolve(projectPath), { create: true })
      const job = newId()
      const name = values.name === undefined ? {} : { name: values.name }
      const dataset = await cancellable(application, interrupt.signal, job, () =>
        application.handlers['datasets.import']({ project, job, file: registered.file, options, ...name }),
      ).catch(async (error: unknown) => {
        if (isNew) await application.handlers['projects.remove']({ project })
        throw error
      })
      console.endProgress()
      const { tooFewFields, tooManyFields, brokenQuote, otherDelimiter = 0 } = dataset.irregular
      const irregular = tooFewFields + tooManyFields + brokenQuote + otherDelimiter
      if (context.json) {
        console.object({
          dataset: dataset.id,
          name: dataset.name,
          rows: dataset.rows,
          columns: dataset.columns.map(({ name, kind }) => ({ name, kind })),
          irregular: dataset.irregular,
          project: projectPath,
        })
      } else {
        console.print(`${dataset.name}: ${dataset.rows} rows, ${dataset.columns.length} columns, in ${projectPath}`)
        if (irregular > 0) {
          const rows = plural(irregular, 'row')
          console.print(`${rows} ${irregular === 1 ? 'does' : 'do'} not fit the header; kept and marked.`)
        }
        for (const finding of dataset.findings) console.print(`- ${finding.message}`)
      }
      return exitCodes.done
    })
  },
}
