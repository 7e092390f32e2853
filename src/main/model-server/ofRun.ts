import type { Application } from '../application.ts'
import type { Project } from '../../shared/projects.ts'
import type { Run } from '../../shared/runs.ts'
import type { ServedModel } from './servedModel.ts'

/** A run's best weights as a served model. Errors: those of `predictions.rows`, where it has no weights. */
export async function modelOfRun(
  { handlers }: Pick<Application, 'handlers'>,
  project: Pick<Project, 'id'>,
  run: Run,
): Promise<ServedModel> {
  const of = { project: project.id, run: run.id }
  const predict: ServedModel['predict'] = (rows) => handlers['predictions.rows']({ ...of, rows: [...rows] })
  // A row of nothing: whether the model can be run is found now, and what stands beside its predictions.
  const [inputs, { details }] = await Promise.all([handlers['predictions.inputs'](of), predict([{}])])
  return {
    name: run.name,
    task: run.task,
    target: run.target,
    inputs,
    details: details.map(({ name }) => name),
    predict,
  }
}
