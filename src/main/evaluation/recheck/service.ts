import type { Handlers } from '../../../shared/contract.ts'
import type { Recheck } from '../../../shared/recheck.ts'
import type { SplitName } from '../../../shared/recipes.ts'
import type { Run } from '../../../shared/runs.ts'
import type { ComputeClient } from '../../compute/client.ts'
import type { JobContext, Jobs } from '../../jobs/jobs.ts'
import { epochWeights } from '../../runs/epochWeights.ts'
import type { RunStorage } from '../../runs/ports.ts'
import type { DataPreparer } from '../../runs/preparer.ts'
import type { RunsService } from '../../runs/service.ts'
import { Gathering } from '../gathering.ts'
import { readRowTexts } from '../rowTexts.ts'
import { loadSplit, shownColumns, splitKey } from '../seenSplit.ts'

/** Epochs looked at, at most: more of them rank the rows alike. */
const MOST_EPOCHS = 12
const LISTED = 200
const KEPT = 16

export interface RecheckContext {
  storage: RunStorage
  preparer: DataPreparer
  compute: ComputeClient
  runs: Pick<RunsService, 'get'>
  jobs: Jobs
}

/** Ranks the rows of a split by how hard the network found them through its training. Answers are remembered. */
export function createRecheck(context: RecheckContext): Pick<Handlers, 'evaluation.recheck'> {
  const { storage, compute, runs, jobs } = context
  const known = new Map<string, Recheck>()
  const gathering = new Gathering()

  const look = async (project: string, run: Run, split: SplitName, { signal, progress }: JobContext) => {
    progress(0, 'Preparing the rows')
    const loaded = await loadSplit(context, project, run, { split })
    const { seen, of } = loaded
    const epochs = await lookedEpochs(storage, project, run)
    const work = `${seen.key} ${epochs.join(' ')}`
    const found = await gathering.run(signal, async () => {
      for (const [index, epoch] of epochs.entries()) {
        progress(index / (epochs.length + 1), `Epoch ${epoch}`)
        const weights = await epochWeights(storage, project, run, epoch)
        const model = { ...seen.model, weights }
        const isFirst = index === 0
        await compute.ask('addRecheckedEpoch', { of: work, isFirst, seen: { ...seen, model } }, { signal })
      }
      progress(epochs.length / (epochs.length + 1), 'Looking for cells that stand out')
      const end = { of: work, epochs: epochs.length, seen, most: LISTED }
      return compute.ask('finishRecheck', end, { signal })
    })
    const columns = shownColumns(loaded)
    const numbers = found.suspects.map(({ row }) => row - of.first)
    const texts = await readRowTexts(storage, project, of.dataset, numbers, columns)
    const { target } = seen.model.fitted
    return {
      dataset: of.dataset.id,
      epochs,
      rows: found.rows,
      likely: found.likely,
      classes: target.task === 'classification' ? target.classes : null,
      columns,
      suspects: found.suspects.map((suspect, at) => ({
        ...suspect,
        row: numbers[at] ?? 0,
        line: texts[at]?.line ?? null,
        texts: texts[at]?.texts ?? [],
      })),
    }
  }

  return {
    'evaluation.recheck': async ({ project, run: id, job, split }) => {
      const run = await runs.get(project, id)
      const key = splitKey(project, run, split, undefined)
      const before = known.get(key)
      if (before !== undefined) return before
      const title = `Rechecking rows of ${run.name}`
      const found = await jobs.run({ id: job, project, kind: 'evaluation', title }, (work) =>
        look(project, run, split, work),
      )
      known.set(key, found)
      for (const oldest of known.keys()) {
        if (known.size <= KEPT) break
        known.delete(oldest)
      }
      return found
    },
  }
}

/** Spread evenly over those kept, the first and the last among them; the best where none was kept. */
async function lookedEpochs(storage: RunStorage, project: string, run: Run): Promise<number[]> {
  const kept = (await storage.readKeptEpochs(project, run.id))
    .filter(({ epoch, hasWeights }) => hasWeights && epoch > 0)
    .map(({ epoch }) => epoch)
  if (kept.length === 0) return run.bestEpoch === null ? [] : [run.bestEpoch]
  const count = Math.min(MOST_EPOCHS, kept.length)
  const at = (index: number): number => Math.round((index * (kept.length - 1)) / Math.max(1, count - 1))
  return Array.from({ length: count }, (_, index) => kept[at(index)] ?? 0)
}
