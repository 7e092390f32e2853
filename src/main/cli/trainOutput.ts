import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { DatasetBrief } from '../../shared/datasets.ts'
import { DescentError } from '../../shared/errors.ts'
import type { Run } from '../../shared/runs.ts'
import type { Application } from '../application.ts'
import { requireInput } from './inputs.ts'
import { requireOutput } from './outputs.ts'
import type { TrainRequest } from './trainOptions.ts'

/**
 * Looks before a training, not after it, whether its result can be written and its test file be read. A project that
 * holds other work is not overwritten; one that an earlier training of this kind left is, so that a trial can be
 * repeated.
 */
export async function prepareTrainOutput(application: Application, request: TrainRequest): Promise<void> {
  const { from, out, testFile } = request
  if (testFile !== undefined) await requireInput(resolve(testFile), 'a table')
  if (out === undefined) return
  const path = resolve(out.path)
  const inputs = ['file' in from ? from.file : from.project, ...(testFile === undefined ? [] : [testFile])]
  await requireOutput(
    path,
    inputs.map((input) => resolve(input)),
  )
  const isThere = await stat(path).then(
    () => true,
    () => false,
  )
  if (out.format !== 'descent' || !isThere) return
  const { project } = await application.openProjectFile(path, { create: false })
  const { datasets, runs } = await application.handlers['projects.get']({ project })
  await application.handlers['projects.close']({ project })
  if (runs.length <= 1 && isOfOneTraining(datasets, runs[0])) return
  throw new DescentError(
    'refused',
    `${out.path} is a project with ${datasets.length} datasets and ${runs.length} runs.`,
    {
      hint: 'Choose another name, or move that project away.',
      where: { file: out.path },
    },
  )
}

/** The table that was trained on and that of its test. */
function isOfOneTraining(datasets: readonly DatasetBrief[], run: Run | undefined): boolean {
  if (run === undefined) return datasets.length === 1
  const of = [run.dataset, run.recipe.split.testTable]
  return datasets.every(({ id }) => of.includes(id))
}
