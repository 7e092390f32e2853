import { join } from 'node:path'
import type { Application } from '../../src/main/application.ts'
import type { RunConfig } from '../../src/shared/training.ts'
import type { SearchSettings } from '../../src/shared/search.ts'
import type { StudyPlan, StudyWithTrials } from '../../src/shared/studies.ts'
import { importTable, proposal, startApplication } from './application.ts'
import { temporaryFolder } from './folder.ts'
import { writePlants } from './makeTable.ts'

/** A project with a small table, and how a study of it is started. */
export async function startPlants(target: 'weight' | 'kind' = 'weight', rows = 300) {
  const folder = await temporaryFolder()
  const { application } = await startApplication(folder)
  const path = join(folder, 'plants.descent')
  const table = await writePlants(join(folder, 'plants.csv'), rows)
  const { project, dataset } = await importTable(application, path, table)
  const { recipe, config } = await proposal(application, project, dataset.id, target)
  const short = (epochs: number): RunConfig => ({
    ...config,
    training: { ...config.training, epochs, earlyStopping: null },
  })
  const start = (plan: StudyPlan, epochs: number) =>
    application.handlers['studies.start']({ project, dataset: dataset.id, recipe, config: short(epochs), plan })
  const { handlers } = application
  return { application, handlers, folder, path, project, dataset: dataset.id, recipe, config, short, start }
}

/** A search for the learning rate and the width, by chance and without stopping any trial before its end. */
export function searchPlan(settings: Partial<SearchSettings> = {}): StudyPlan {
  return {
    kind: 'search',
    space: {
      parameters: [
        { path: 'training.learningRate', kind: 'float', low: 1e-4, high: 0.1, log: true },
        { path: 'network.width', kind: 'int', low: 2, high: 16, step: 1, log: false },
      ],
    },
    settings: {
      method: 'random',
      trials: 6,
      timeSeconds: null,
      halving: null,
      metric: 'loss',
      direction: 'minimize',
      seed: 3,
      parallel: 2,
      ...settings,
    },
  }
}

/** Waits until a study satisfies a condition. */
export async function untilStudy(
  application: Application,
  project: string,
  study: string,
  condition: (study: StudyWithTrials) => boolean,
): Promise<StudyWithTrials> {
  for (;;) {
    const found = await application.handlers['studies.get']({ project, study })
    if (condition(found)) return found
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

export function untilStudyEnded(application: Application, project: string, study: string): Promise<StudyWithTrials> {
  return untilStudy(application, project, study, ({ state }) => ['finished', 'stopped', 'failed'].includes(state))
}
