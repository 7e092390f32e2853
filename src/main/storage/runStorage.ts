import type { StudyStorage } from '../studies/ports.ts'
import type { Storage } from './client.ts'

/** What recipes, runs and studies read and write, over the storage thread. */
export function createRunStorage(storage: Storage): StudyStorage {
  return {
    getDataset: (project, dataset) => storage.call(project, 'readDataset', { dataset }),
    readColumns: (project, dataset, columns) => storage.call(project, 'readColumns', { dataset, columns }),
    readRowsAt: (project, dataset, rows, columns) => storage.call(project, 'readRowsAt', { dataset, rows, columns }),
    getRecipe: (project, dataset) => storage.call(project, 'readRecipe', { dataset }),
    saveRecipe: (project, dataset, recipe) => storage.call(project, 'saveRecipe', { dataset, recipe }),
    createRun: (project, run, initialWeights) =>
      storage.call(project, 'createRun', { run, ...(initialWeights === undefined ? {} : { initialWeights }) }),
    getRun: (project, run) => storage.call(project, 'readRun', { run }),
    listRuns: (project) => storage.call(project, 'readRuns', {}),
    commitRun: (project, run, changes) => storage.call(project, 'commitRun', { run, ...changes }),
    annotateRuns: (project, runs) => storage.call(project, 'annotateRuns', { runs }),
    readSeries: (project, run, fromEpoch) => storage.call(project, 'readSeries', { run, fromEpoch }),
    readCheckpoint: (project, run) => storage.call(project, 'readCheckpoint', { run }),
    readFitted: (project, run) => storage.call(project, 'readFitted', { run }),
    readWeights: (project, run) => storage.call(project, 'readWeights', { run }),
    readKeptEpochs: (project, run) => storage.call(project, 'readKeptEpochs', { run }),
    readEpochWeights: (project, run, epoch) => storage.call(project, 'readEpochWeights', { run, epoch }),
    readEpochStatistics: (project, run) => storage.call(project, 'readEpochStatistics', { run }),
    readEvaluation: (project, run, split) => storage.call(project, 'readEvaluation', { run, split }),
    createStudy: (project, study) => storage.call(project, 'createStudy', { study }),
    getStudy: (project, study) => storage.call(project, 'readStudy', { study }),
    listStudies: (project) => storage.call(project, 'readStudies', {}),
    commitStudy: (project, study, fields) => storage.call(project, 'commitStudy', { study, fields }),
    removeRuns: (project, removal) => storage.call(project, 'removeRuns', removal),
    restoreRuns: (project, removal) => storage.call(project, 'restoreRuns', removal),
    readTrials: (project, study) => storage.call(project, 'readTrials', { study }),
    readTrialScores: (project) => storage.call(project, 'readTrialScores', {}),
  }
}
