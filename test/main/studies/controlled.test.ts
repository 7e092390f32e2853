import { expect, test } from 'vitest'
import { startApplication, until } from '../../support/application.ts'
import { readStoredRuns } from '../../support/storedRun.ts'
import { searchPlan, startPlants, untilStudy, untilStudyEnded } from '../../support/study.ts'

const endless = 1_000_000

test('a paused study pauses its trials and takes no new one until it is resumed', async () => {
  const { application, handlers, project, start } = await startPlants()
  const { id } = await start({ kind: 'repeat', seeds: 3, parallel: 1 }, endless)
  const ofStudy = { project, study: id }
  await untilStudy(application, project, id, ({ trials }) => (trials[0]?.epochs ?? 0) > 0)
  expect(await handlers['studies.pause'](ofStudy)).toMatchObject({ state: 'paused' })
  const paused = await handlers['studies.get'](ofStudy)
  expect(paused.trials.map(({ state }) => state)).toEqual(['paused'])
  await expect(handlers['studies.pause'](ofStudy)).rejects.toThrow(/Only a study that goes on/)
  // The core is free for others meanwhile.
  const { run, ...trial } = paused.trials[0] ?? { run: '' }
  expect(trial).toMatchObject({ name: 'Repeat 1 · 1' })
  expect(await handlers['studies.resume'](ofStudy)).toMatchObject({ state: 'running' })
  await until(application, project, run, ({ epochs }) => epochs > (paused.trials[0]?.epochs ?? 0))
  // A person ends one trial; the next is begun.
  await handlers['runs.stop']({ project, run })
  await untilStudy(application, project, id, ({ trials }) => (trials[1]?.epochs ?? 0) > 0)
  expect(await handlers['studies.stop'](ofStudy)).toMatchObject({ state: 'stopped', done: 2, planned: 3 })
  const { trials } = await handlers['studies.get'](ofStudy)
  expect(trials.map(({ state }) => state)).toEqual(['finished', 'finished'])
  const { jobs } = { jobs: await handlers['jobs.list']({}) }
  expect(jobs.map(({ kind, state }) => [kind, state])).toContainEqual(['study', 'cancelled'])
  expect(jobs.some(({ kind }) => kind === 'training')).toBe(false)
})

test('a study that is paused at once has its first trial paused as soon as it trains', async () => {
  const { application, handlers, project, start } = await startPlants()
  const { id } = await start({ kind: 'repeat', seeds: 2, parallel: 2 }, endless)
  await untilStudy(application, project, id, ({ trials }) => trials.length > 0)
  await handlers['studies.pause']({ project, study: id })
  const study = await untilStudy(application, project, id, ({ trials }) =>
    trials.every(({ state }) => state === 'paused'),
  )
  expect(study.state).toBe('paused')
  await handlers['studies.stop']({ project, study: id })
})

test('a study is taken up again after the program was closed, to what it would have come to', async () => {
  const { application, handlers, project, start, folder, path } = await startPlants()
  const plan = searchPlan({ parallel: 1, trials: 3, halving: { eta: 2, minimumEpochs: 500 } })
  const whole = await untilStudyEnded(application, project, (await start(plan, 3000)).id)
  const { id } = await start(plan, 3000)
  await untilStudy(application, project, id, ({ trials }) => (trials[1]?.epochs ?? 0) > 0)
  await handlers['studies.pause']({ project, study: id })
  await application.close()

  const { application: again } = await startApplication(folder)
  const { project: reopened } = await again.openProjectFile(path, { create: false })
  const ofStudy = { project: reopened, study: id }
  const interrupted = await again.handlers['studies.get'](ofStudy)
  expect(interrupted.state).toBe('interrupted')
  expect(interrupted.trials.map(({ state }) => state)).toContain('interrupted')
  expect(await again.handlers['studies.list']({ project: reopened })).toMatchObject([
    { id: whole.id, state: 'finished', done: 3 },
    { id, state: 'interrupted', done: interrupted.done },
  ])
  expect(await again.handlers['studies.resume'](ofStudy)).toMatchObject({ state: 'running' })
  const resumed = await untilStudyEnded(again, reopened, id)
  expect(resumed).toMatchObject({ state: 'finished', done: 3 })
  expect(resumed.seconds).toBeGreaterThan(interrupted.seconds)
  const points = (trials: typeof whole.trials) => trials.map(({ index, point }) => [index, point])
  // The next point follows from the trials alone; a trial that was broken off ends as one that was not.
  expect(points(resumed.trials)).toEqual(points(whole.trials))
  for (const [at, { state, score }] of resumed.trials.entries()) {
    const other = whole.trials[at]
    if (state === 'finished' && other?.state === 'finished') expect(score).toBe(other.score)
  }
  await again.close()
  expect((await readStoredRuns(path)).problems).toEqual([])
})

test('a removed study takes its runs with it, and brings them back', async () => {
  const { application, handlers, project, start, folder, path } = await startPlants()
  const kept = await untilStudyEnded(application, project, (await start({ kind: 'repeat', seeds: 2 }, 2)).id)
  const gone = await start({ kind: 'repeat', seeds: 2 }, endless)
  await handlers['runs.remove']({ project, runs: [], studies: [gone.id] })
  const runsOf = async () => (await handlers['projects.get']({ project })).runs.map(({ study }) => study?.id)
  expect(await runsOf()).toEqual([kept.id, kept.id])
  const { runs } = await handlers['runs.remove']({ project, runs: [], studies: [kept.id] })
  expect(runs).toEqual(kept.trials.map(({ run }) => run))
  expect(await runsOf()).toEqual([])
  await expect(handlers['studies.get']({ project, study: kept.id })).rejects.toMatchObject({ kind: 'not-found' })
  await handlers['runs.restore']({ project, runs, studies: [kept.id] })
  expect(await runsOf()).toEqual([kept.id, kept.id])
  await handlers['studies.rename']({ project, study: kept.id, name: 'Noise' })
  await application.close()

  const { application: again } = await startApplication(folder)
  const { project: reopened } = await again.openProjectFile(path, { create: false })
  const studies = await again.handlers['studies.list']({ project: reopened })
  expect(studies.map(({ name, done }) => [name, done])).toEqual([['Noise', 2]])
})

test('a search ends when its time is over, and other runs come in between its trials', async () => {
  const { application, handlers, project, dataset, recipe, short, start } = await startPlants()
  const { id } = await start(searchPlan({ trials: 10_000, timeSeconds: 2, parallel: 256 }), 2)
  await untilStudy(application, project, id, ({ done }) => done > 0)
  const other = await handlers['runs.start']({ project, dataset, recipe, config: short(2) })
  const run = await until(application, project, other.id, ({ state }) => state === 'finished')
  expect(run.epochs).toBe(2)
  const study = await untilStudyEnded(application, project, id)
  expect(study.state).toBe('finished')
  expect(study.done).toBeLessThan(10_000)
  expect(study.trials.length).toBe(study.done)
})

test('a search stops what trains when its time is over, keeps what that reached, and says why', async () => {
  const { application, handlers, project, start } = await startPlants()
  const { id } = await start(searchPlan({ trials: 20, timeSeconds: 3, parallel: 2 }), endless)
  const study = await untilStudyEnded(application, project, id)
  expect(study).toMatchObject({ state: 'finished', failure: null })
  expect(study.seconds).toBeGreaterThanOrEqual(3)
  expect(study.done).toBe(study.trials.length)
  expect(study.done).toBeLessThan(20)
  const trained = study.trials.filter(({ epochs }) => epochs > 0)
  expect(trained.length).toBeGreaterThan(0)
  expect(study.best).not.toBeNull()
  for (const { run, score } of trained) {
    expect(score).not.toBeNull()
    const found = await handlers['runs.get']({ project, run })
    expect(found).toMatchObject({ state: 'finished', stopReason: 'timeLimit' })
    expect(found.metrics?.validation).not.toBeNull()
  }
})

test('a trial that is removed while its search goes on leaves the next best, and comes back with undo', async () => {
  const { application, handlers, project, start } = await startPlants()
  const { id } = await start(searchPlan({ trials: 4, parallel: 1 }), 400)
  const ofStudy = { project, study: id }
  await untilStudy(application, project, id, ({ done }) => done >= 2)
  await handlers['studies.pause'](ofStudy)
  // One that was just being prepared trains for a moment before it pauses, too.
  const isStill = ({ state }: { state: string }) => !['waiting', 'preparing', 'running'].includes(state)
  const before = await untilStudy(application, project, id, ({ trials }) => trials.every(isStill))
  const best = before.trials.find(({ index }) => index === before.best)
  const removal = { runs: [best?.run ?? ''], studies: [] }
  await handlers['runs.remove']({ project, ...removal })
  const without = await handlers['studies.get'](ofStudy)
  expect(without.trials.map(({ run }) => run)).not.toContain(best?.run)
  const scores = without.trials.flatMap(({ score }) => score ?? [])
  expect(without.trials.find(({ index }) => index === without.best)?.score).toBe(Math.min(...scores))
  await handlers['runs.restore']({ project, ...removal })
  expect((await handlers['studies.get'](ofStudy)).best).toBe(before.best)
  await handlers['runs.remove']({ project, ...removal })
  await handlers['studies.resume'](ofStudy)
  const ended = await untilStudyEnded(application, project, id)
  // The number of the one that is gone is not given again.
  expect(ended.trials.map(({ index }) => index)).toEqual([0, 1, 2, 3].filter((index) => index !== best?.index))
})
