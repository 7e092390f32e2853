import { availableParallelism } from 'node:os'
import type { Handlers } from '../../shared/contract.ts'
import type { ArtifactRegistry, EntryPoints, FileRegistry } from '../application.ts'
import { ComputeClient } from '../compute/client.ts'
import type { Reader } from '../datasets/reader/types.ts'
import { createRecheck } from '../evaluation/recheck/service.ts'
import { createEvaluatedRows } from '../evaluation/rows/service.ts'
import { createScores } from '../evaluation/scores/service.ts'
import { createSlices } from '../evaluation/slices/service.ts'
import { createEvaluationService } from '../evaluation/service.ts'
import { createExplainService } from '../explain/service.ts'
import { createReports } from '../exports/report.ts'
import { createExportsService } from '../exports/service.ts'
import type { RunCopies } from '../projects/runCopies.ts'
import { createPredictionsService } from '../predictions/service.ts'
import { createMonitoringService } from '../monitoring/service.ts'
import { createStepsService } from '../steps/service.ts'
import { createSamplePreviews } from '../recipes/samples.ts'
import { createRecipesService } from '../recipes/service.ts'
import type { Jobs } from '../jobs/jobs.ts'
import { TrainingClient } from '../training/client.ts'
import { ConformalReports } from '../calibration/conformalReports.ts'
import { createCalibrationService } from '../calibration/service.ts'
import { createComparisons } from '../comparison/compare.ts'
import { ComparisonsOverRows } from '../comparison/overRows.ts'
import { createTies } from '../comparison/ties.ts'
import type { StudyStorage } from '../studies/ports.ts'
import { createRemoval } from '../studies/removal.ts'
import { createStudiesService } from '../studies/service.ts'
import type { EventSink } from './ports.ts'
import { DataPreparer } from './preparer.ts'
import { TrainingQueue } from './queue.ts'
import { createQueueCalls } from './queueCalls.ts'
import { createRunsService } from './service.ts'
import { createTableSource } from './tables.ts'

export interface RunServicesDependencies {
  entries: Pick<EntryPoints, 'computeWorker' | 'trainingWorker' | 'addon'>
  storage: StudyStorage
  reader: Reader
  files: FileRegistry
  artifacts: ArtifactRegistry
  jobs: Jobs
  events: EventSink
  copies: RunCopies
}

type RunServiceCalls = Extract<
  keyof Handlers,
  | `recipes.${string}`
  | `runs.${string}`
  | `steps.${string}`
  | `monitoring.${string}`
  | `studies.${string}`
  | `evaluation.${string}`
  | `explain.${string}`
  | `calibration.${string}`
  | `predictions.${string}`
  | `exports.${string}`
>

export interface RunServices {
  handlers: Pick<Handlers, RunServiceCalls>
  engineInfo(): Promise<{ version: string; kernel: string }>
  /** Leaves runs that wait for their first turn as interrupted. */
  leaveQueue(): Promise<void>
  /** Call before a project is closed: what trains in it ends at a checkpoint, as interrupted. */
  closeProject(project: string): Promise<void>
  /** Ends the threads; projects are closed before. */
  close(): Promise<void>
}

/** Everything from the recipe to the exported model, with the threads that do the work. */
export function createRunServices(dependencies: RunServicesDependencies): RunServices {
  const { entries, storage, jobs, events } = dependencies
  const compute = new ComputeClient(entries)
  // A thread of its own, so that what a person types is answered while the other works.
  const sampling = new ComputeClient(entries)
  // Of another, for what nobody waits for.
  const comparing = new ComputeClient(entries)
  // And of another, for what may take minutes.
  const explaining = new ComputeClient(entries)
  // Of one more, for scores and curves, which a person waits for.
  const scoring = new ComputeClient(entries)
  // And of another, for a row whose prediction follows every key.
  const answering = new ComputeClient(entries)
  const training = new TrainingClient(entries)
  const tables = createTableSource(storage, compute)
  const preparer = new DataPreparer(tables, compute)
  const samples = createSamplePreviews(tables, sampling)
  const cores = availableParallelism()
  const queue = new TrainingQueue(cores)
  const shared = { ...dependencies, compute, training, tables, preparer, samples, sampling }
  const runs = createRunsService({ storage, preparer, compute, training, queue, jobs, events })
  const studies = createStudiesService({ storage, runs, preparer, compute, queue, jobs, events, cores })
  const overRows = new ComparisonsOverRows({ storage, preparer, compute: comparing })
  const reports = new ConformalReports(shared)
  const handlers = {
    ...createRecipesService(shared).handlers,
    ...runs.handlers,
    ...createQueueCalls({ runs, queue, events }),
    ...createStepsService({ ...shared, runs }).handlers,
    ...createMonitoringService({ ...shared, runs }).handlers,
    ...studies.handlers,
    ...createRemoval({ storage, runs, studies, events }),
    ...createComparisons({ storage, runs, studies, overRows, jobs }),
    ...createTies({ runs, overRows, jobs }),
    ...createEvaluationService({ ...shared, runs }).handlers,
    ...createScores({ ...shared, runs, compute: scoring, drawing: comparing }),
    ...createEvaluatedRows({ ...shared, runs }),
    ...createExplainService({ ...shared, runs, compute: explaining }).handlers,
    ...createRecheck({ ...shared, runs }),
    ...createSlices({ ...shared, runs }),
    ...createCalibrationService({ ...shared, runs, reports }).handlers,
    ...createPredictionsService({ ...shared, runs, reports, answering }).handlers,
    ...createExportsService({ ...shared, runs }).handlers,
  }
  return {
    handlers: { ...handlers, ...createReports({ ...shared, handlers }) },
    engineInfo: () => training.info(),
    leaveQueue: () => runs.leaveQueue(),
    async closeProject(project) {
      await studies.closeProject(project)
      await runs.closeProject(project)
    },
    async close() {
      const threads = [compute, sampling, comparing, explaining, scoring, answering, training]
      await Promise.all(threads.map((thread) => thread.close()))
    },
  }
}
