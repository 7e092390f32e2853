import { expect, test } from 'vitest'
import { startApplication } from '../../support/application.ts'
import { killAfterReady, seeded } from '../../support/kill.ts'
import { readStoredRuns } from '../../support/storedRun.ts'
import { startPlants, untilStudy, untilStudyEnded } from '../../support/study.ts'

const KILLS = 8
const LONGEST_MS = 1200
const program = new URL('../../support/programs/studyLoop.ts', import.meta.url)

test(
  `killed ${KILLS} times during a study: sound, no trial lost or begun twice, and the same weights in the end`,
  { timeout: 300_000 },
  async () => {
    const { application, project, start, folder, path } = await startPlants()
    const plan = { kind: 'repeat', seeds: 5, parallel: 2 } as const
    const reference = await start(plan, 8000)
    await untilStudyEnded(application, project, reference.id)
    const { id } = await start(plan, 8000)
    await untilStudy(application, project, id, ({ trials }) => (trials[0]?.epochs ?? 0) > 0)
    await application.close()

    const random = seeded(5)
    let timesInterrupted = 0
    for (let kill = 0; kill < KILLS; kill++) {
      await killAfterReady(program, [path], random() * LONGEST_MS)
      const { runs, problems } = await readStoredRuns(path)
      expect(problems).toEqual([])
      const trials = runs.filter(({ run }) => run.study?.id === id)
      const indices = trials.map(({ run }) => run.study?.index)
      expect(new Set(indices).size).toBe(indices.length)
      timesInterrupted += trials.some(({ run }) => run.state === 'interrupted') ? 1 : 0
    }
    // Else it was over before it was killed.
    expect(timesInterrupted).toBeGreaterThan(0)

    const { application: again } = await startApplication(folder)
    const { project: reopened } = await again.openProjectFile(path, { create: false })
    const { state } = await again.handlers['studies.get']({ project: reopened, study: id })
    if (state === 'interrupted') await again.handlers['studies.resume']({ project: reopened, study: id })
    expect(await untilStudyEnded(again, reopened, id)).toMatchObject({ state: 'finished', done: 5 })
    await again.close()

    const { runs } = await readStoredRuns(path)
    const weightsOf = (study: string) =>
      runs
        .filter(({ run }) => run.study?.id === study)
        .toSorted((a, b) => (a.run.study?.index ?? 0) - (b.run.study?.index ?? 0))
        .map(({ weights }) => weights)
    expect(weightsOf(id)).toHaveLength(5)
    expect(weightsOf(id)).toEqual(weightsOf(reference.id))
  },
)
