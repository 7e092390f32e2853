import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Application } from '../../src/main/application.ts'
import { createApplication } from '../../src/main/createApplication.ts'
import { newId } from '../../src/main/ids.ts'
import type { Dataset } from '../../src/shared/datasets.ts'
import type { Recipe } from '../../src/shared/recipes.ts'
import type { Run, RunProgress } from '../../src/shared/runs.ts'
import type { RunConfig } from '../../src/shared/training.ts'
import { temporaryFolder } from './folder.ts'
import { sourceEntries } from './sourceEntries.ts'

/** The whole application from source, with the real addon; closed when the test is done. */
export async function startApplication(folder?: string): Promise<{ application: Application; folder: string }> {
  const root = folder ?? (await temporaryFolder())
  const application = await createApplication({
    entries: sourceEntries,
    host: 'cli',
    version: '0.0.0',
    projectsFolder: join(root, 'projects'),
    scratchFolder: join(root, `scratch-${newId()}`),
  })
  onTestFinished(() => application.close())
  return { application, folder: root }
}

/** A new project file with one table in it. */
export async function importTable(
  application: Application,
  projectPath: string,
  csvPath: string,
): Promise<{ project: string; dataset: Dataset }> {
  const { project } = await application.openProjectFile(projectPath, { create: true })
  const { file } = await application.files.register(csvPath, 'table.csv')
  const dataset = await application.handlers['datasets.import']({ project, job: newId(), file, options: {} })
  return { project, dataset }
}

/** The suggested recipe for a target with the default configuration, both to be changed at will. */
export async function proposal(
  application: Application,
  project: string,
  dataset: string,
  target: string,
): Promise<{ recipe: Recipe; config: RunConfig }> {
  const { recipe } = await application.handlers['recipes.suggest']({ project, dataset, target })
  const config = await application.handlers['runs.defaults']({ project, dataset, recipe, preset: 'balanced' })
  return { recipe, config }
}

/** Waits until the run's live state satisfies a condition. */
export async function until(
  application: Application,
  project: string,
  run: string,
  condition: (run: Run, progress: RunProgress | null) => boolean,
): Promise<Run> {
  return new Promise((resolve, reject) => {
    const look = (progress: RunProgress | null) => {
      application.handlers['runs.get']({ project, run }).then((found) => {
        if (!condition(found, progress)) return
        unsubscribe()
        resolve(found)
      }, reject)
    }
    const unsubscribe = application.events.subscribe('run', (progress) => {
      if (progress.run === run) look(progress)
    })
    look(null)
  })
}

/** Waits until a run has ended in whatever way. */
export function untilEnded(application: Application, project: string, run: string): Promise<Run> {
  return until(application, project, run, ({ state }) => ['finished', 'failed', 'interrupted'].includes(state))
}
