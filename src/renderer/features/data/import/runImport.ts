import type { ImportOptions } from '../../../../shared/datasets.ts'
import { callHost, type StudioHost } from '../../../app/data.tsx'
import { openRoute } from '../../../app/route.ts'

/**
 * Imports a registered file and shows the table. Without a project one is made, named after the table, and taken
 * away again when the import fails or is cancelled.
 */
export async function runImport(
  host: StudioHost,
  request: { file: string; name: string; project: string | null; job: string; options: ImportOptions; target?: string },
): Promise<void> {
  const { file, name, job, options } = request
  const project = request.project ?? (await callHost(host, 'projects.create', { name })).id
  try {
    const dataset = await callHost(host, 'datasets.import', { project, job, file, name, options })
    if (request.target !== undefined) {
      const of = { project, dataset: dataset.id }
      const { recipe } = await callHost(host, 'recipes.suggest', { ...of, target: request.target })
      await callHost(host, 'recipes.save', { ...of, recipe })
    }
    openRoute(project, { step: 'data', dataset: dataset.id })
  } catch (error) {
    if (request.project === null) await host.call('projects.remove', { project })
    throw error
  }
}
