import type { Handlers } from '../../shared/contract.ts'
import { DescentError } from '../../shared/errors.ts'
import type { Study, StudyPlan, StudyTrial } from '../../shared/studies.ts'
import { requireNamedColumns } from '../../core/recipe/goneColumns.ts'
import { suggestedSpace } from '../../core/search/suggested.ts'
import { newId } from '../ids.ts'
import { targetOf } from '../runs/newRun.ts'
import { ActiveStudy } from './activeStudy.ts'
import type { StudyContext } from './activeStudy.ts'
import type { StoredStudy } from './ports.ts'
import { restoredEntries } from './restored.ts'
import { studyResults } from './results.ts'
import { suggestedSettings } from './suggestedSettings.ts'
import { objectiveOf, plannedTrials, recipeOf, requireComparable } from './trialPlan.ts'
import { scoredTrial, summarized, trialOfStored } from './trials.ts'

export interface StudiesService {
  handlers: Pick<Handlers, Extract<keyof Handlers, `studies.${string}`>>
  /** A study and its trials in their newest state. */
  get(project: string, study: string): Promise<{ study: Study; trials: StudyTrial[] }>
  /** Ends what goes on of a study, runs that were resumed by themselves included. */
  end(project: string, study: string): Promise<void>
  /** Runs were removed, or came back: studies that go on do so without them, or with them again. */
  removed(project: string, runs: readonly string[]): void
  restored(project: string, runs: readonly string[]): void
  /** Leaves what goes on in the project as interrupted. */
  closeProject(project: string): Promise<void>
}

export function createStudiesService(context: StudyContext): StudiesService {
  const { storage, runs, preparer, compute, events, cores } = context
  const active = new Map<string, ActiveStudy>()

  const live = (project: string, study: string): ActiveStudy | null => {
    const found = active.get(study)
    return found !== undefined && found.project === project ? found : null
  }

  const liveIn = (project: string): ActiveStudy[] => [...active.values()].filter((study) => study.project === project)

  const requireLive = (project: string, study: string): ActiveStudy => {
    const found = live(project, study)
    if (found !== null) return found
    throw new DescentError('usage', 'This study does not go on.', { hint: 'Resume it first.' })
  }

  const get: StudiesService['get'] = async (project, id) => {
    const found = live(project, id)
    if (found !== null) return { study: found.study, trials: found.trials }
    const trials = (await storage.readTrials(project, id)).map(trialOfStored)
    return { study: summarized(atRest(await storage.getStudy(project, id)), trials), trials }
  }

  const whole = async (project: string, id: string) => {
    const { study, trials } = await get(project, id)
    return { ...study, trials }
  }

  const begin = (started: ActiveStudy): ActiveStudy => {
    const { id } = started.study
    active.set(id, started)
    void started.ended.finally(() => active.delete(id))
    return started
  }

  const handlers: StudiesService['handlers'] = {
    'studies.suggest': async ({ project, dataset: id, recipe, config }) => {
      const dataset = await storage.getDataset(project, id)
      const { data } = await preparer.prepare(project, dataset, recipe, config.network)
      const { task } = data.fitted.target
      return {
        space: suggestedSpace(config, task, data.rows.train.length),
        settings: suggestedSettings(config, cores),
      }
    },

    'studies.start': async ({ project, dataset: id, recipe: given, config, plan, name }) => {
      requireComparable(plan)
      const dataset = await storage.getDataset(project, id)
      requireNamedColumns(dataset.columns, given)
      const recipe = recipeOf(plan, given)
      const study: StoredStudy = {
        id: newId(),
        name: name ?? nextName(plan, await storage.listStudies(project)),
        created: new Date().toISOString(),
        dataset: id,
        datasetName: dataset.name,
        ...targetOf(dataset, recipe),
        recipe,
        config,
        plan,
        ...objectiveOf(plan, config),
        state: 'running',
        failure: null,
        seconds: 0,
        planned: plannedTrials(plan),
      }
      await storage.createStudy(project, study)
      const started = begin(new ActiveStudy(context, project, study, dataset, []))
      events.emit('projectChanged', { project })
      return started.study
    },

    'studies.pause': async ({ project, study }) => {
      const found = requireLive(project, study)
      await found.pause()
      return found.study
    },

    'studies.resume': async ({ project, study: id }) => {
      const found = live(project, id)
      if (found !== null) {
        await found.resume()
        return found.study
      }
      const study = atRest(await storage.getStudy(project, id))
      if (study.state !== 'interrupted') {
        throw new DescentError('usage', `“${study.name}” has ended: there is nothing to resume.`, {
          hint: 'Start a new study.',
        })
      }
      const dataset = await storage.getDataset(project, study.dataset)
      const entries = await restoredEntries(storage, project, study)
      const running: StoredStudy = { ...study, state: 'running' }
      await storage.commitStudy(project, id, { state: 'running' })
      return begin(live(project, id) ?? new ActiveStudy(context, project, running, dataset, entries)).study
    },

    'studies.stop': async ({ project, study: id }) => {
      const found = live(project, id)
      if (found !== null) {
        await found.stop()
        return found.study
      }
      const { study, trials } = await get(project, id)
      if (study.state !== 'interrupted') return study
      for (const { run, state } of trials)
        if (state === 'interrupted') await runs.handlers['runs.stop']({ project, run })
      await storage.commitStudy(project, id, { state: 'stopped' })
      events.emit('projectChanged', { project })
      return (await get(project, id)).study
    },

    'studies.list': async ({ project }) => {
      const [studies, scores] = await Promise.all([storage.listStudies(project), storage.readTrialScores(project)])
      const byStudy = Map.groupBy(scores, ({ study }) => study)
      return studies.map((study) => {
        const found = live(project, study.id)
        return found?.study ?? summarized(atRest(study), (byStudy.get(study.id) ?? []).map(scoredTrial))
      })
    },

    'studies.get': ({ project, study }) => whole(project, study),

    'studies.results': async ({ project, study: id }) => {
      const { study, trials } = await get(project, id)
      return studyResults(compute, study, trials, await storage.readTrials(project, id))
    },

    'studies.rename': async ({ project, study: id, name }) => {
      const found = live(project, id)
      if (found !== null) await found.change({ name })
      else await storage.commitStudy(project, id, { name })
      events.emit('projectChanged', { project })
      return (await get(project, id)).study
    },
  }

  return {
    handlers,
    get,
    async end(project, study) {
      await live(project, study)?.stop()
      for (const { run } of await storage.readTrials(project, study)) await runs.live(project, run)?.stop()
    },
    removed(project, runs) {
      for (const study of liveIn(project)) study.remove(new Set(runs))
    },
    restored(project, runs) {
      for (const study of liveIn(project)) study.restore(new Set(runs))
    },
    async closeProject(project) {
      await Promise.all(liveIn(project).map((study) => study.close()))
    },
  }
}

/** A stored study that does not go on here: another program may be at it, or was when it was killed. */
function atRest(study: StoredStudy): StoredStudy {
  return study.state === 'running' || study.state === 'paused' ? { ...study, state: 'interrupted' } : study
}

const kindNames: Record<StudyPlan['kind'], string> = { repeat: 'Repeat', folds: 'Cross-validation', search: 'Search' }

function nextName({ kind }: StudyPlan, studies: readonly StoredStudy[]): string {
  const names = new Set(studies.map(({ name }) => name))
  let number = studies.filter(({ plan }) => plan.kind === kind).length + 1
  while (names.has(`${kindNames[kind]} ${number}`)) number++
  return `${kindNames[kind]} ${number}`
}
