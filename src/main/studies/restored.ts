import type { StoredStudy, StudyStorage } from './ports.ts'
import { ScoreKeeper } from './scoreKeeper.ts'
import type { Entry } from './trialList.ts'
import { trialOfStored } from './trials.ts'

/** The trials of a study that was interrupted, with what their records say of their scores. */
export async function restoredEntries(storage: StudyStorage, project: string, study: StoredStudy): Promise<Entry[]> {
  const entries: Entry[] = []
  // Where trials are compared at rungs, the curves of all of them count; else those that are gone on with.
  const needsAll = study.plan.kind === 'search' && study.plan.settings.halving !== null
  for (const stored of await storage.readTrials(project, study.id)) {
    const trial = trialOfStored(stored)
    const { config } = await storage.getRun(project, trial.run)
    const scores = new ScoreKeeper(study, config)
    if (needsAll || trial.state === 'interrupted') scores.add(await storage.readSeries(project, trial.run))
    entries.push({ trial, scores, live: null, trained: null })
  }
  return entries
}
