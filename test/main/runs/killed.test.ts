import { join } from 'node:path'
import { expect, test } from 'vitest'
import { importTable, proposal, startApplication, untilEnded } from '../../support/application.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { killAfterReady, seeded } from '../../support/kill.ts'
import { writePlants } from '../../support/makeTable.ts'
import { readStoredRuns } from '../../support/storedRun.ts'
import { recordWidth } from '../../../src/core/series/records.ts'

const KILLS = 20
const program = new URL('../../support/programs/trainLoop.ts', import.meta.url)
const LONGEST_MS = 1500
/** So many that hardly a training is over before it is killed. */
const EPOCHS = 20_000

interface Seen {
  run: string
  epoch: number
  at: number
}

/** What the program had said a second before it was killed. */
async function trainAndKill(path: string, config: string, milliseconds: number): Promise<Seen[]> {
  const { lines, killed } = await killAfterReady(program, [path, config], milliseconds)
  const seen = lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Seen)
  return seen.filter(({ at }) => at <= killed - 1000)
}

test(
  `killed ${KILLS} times during training: sound, at most a second lost, and the same weights in the end`,
  { timeout: 300_000 },
  async () => {
    const folder = await temporaryFolder()
    const path = join(folder, 'plants.descent')
    const { application } = await startApplication(folder)
    const table = await writePlants(join(folder, 'plants.csv'), 600)
    const { project, dataset } = await importTable(application, path, table)
    const { recipe, config: usual } = await proposal(application, project, dataset.id, 'weight')
    const config = { ...usual, training: { ...usual.training, epochs: EPOCHS, earlyStopping: null } }
    const reference = await application.handlers['runs.start']({ project, dataset: dataset.id, recipe, config })
    await untilEnded(application, project, reference.id)
    await application.close()

    const random = seeded(7)
    let compared = 0
    let timesInterrupted = 0
    for (let kill = 0; kill < KILLS; kill++) {
      const seen = await trainAndKill(path, JSON.stringify(config), random() * LONGEST_MS)
      const { runs, problems } = await readStoredRuns(path)
      expect(problems).toEqual([])
      for (const { run, epoch } of seen.slice(-1)) {
        const stored = runs.find((other) => other.run.id === run)
        expect(stored?.series.length).toBeGreaterThanOrEqual(epoch * recordWidth(config.training))
        compared++
      }
      // None where it was killed after a run had ended and before the next had begun.
      const interrupted = runs.filter(({ run }) => run.state === 'interrupted').length
      expect(interrupted).toBeLessThanOrEqual(1)
      timesInterrupted += interrupted
    }
    // Else nothing was said about the last second.
    expect(compared).toBeGreaterThan(0)
    expect(timesInterrupted).toBeGreaterThan(KILLS / 2)

    const { application: again } = await startApplication(folder)
    const { project: reopened } = await again.openProjectFile(path, { create: false })
    const { runs: left } = await again.handlers['projects.get']({ project: reopened })
    for (const run of left.filter(({ state }) => state === 'interrupted')) {
      await again.handlers['runs.resume']({ project: reopened, run: run.id })
      expect(await untilEnded(again, reopened, run.id)).toMatchObject({ state: 'finished' })
    }
    const killed = left.find(({ state }) => state === 'interrupted')
    const { id } = await again.handlers['runs.repeat']({ project: reopened, run: killed?.id ?? '' })
    expect((await untilEnded(again, reopened, id)).repeats).toMatchObject({ run: killed?.id, equal: true })
    await again.close()

    const { runs } = await readStoredRuns(path)
    expect(runs.length).toBeGreaterThanOrEqual(2)
    for (const { run, weights, series } of runs) {
      expect(run).toMatchObject({ state: 'finished', epochs: EPOCHS })
      const width = recordWidth(run.config.training)
      expect(isSame(losses(series, width), losses(runs[0]?.series, width))).toBe(true)
      expect(isSame(weights, runs[0]?.weights)).toBe(true)
    }
  },
)

/** Training and validation loss of every epoch, of records of so many numbers. */
function losses(series: Float64Array | undefined, width: number): Float64Array {
  return (series ?? new Float64Array(0)).filter((_, i) => i % width === 1 || i % width === 2)
}

function isSame(a: ArrayLike<number> | null | undefined, b: ArrayLike<number> | null | undefined): boolean {
  if (a == null || b == null || a.length === 0 || a.length !== b.length) return false
  return Array.from(a).every((value, i) => Object.is(value, b[i]))
}
