import { useMemo } from 'react'
import type { Run } from '../../../../shared/runs.ts'
import { navigate } from '../../../app/route.ts'
import { ParallelCoordinates } from '../../../charts/ParallelCoordinates.tsx'
import { plural } from '../../../../core/words/format.ts'
import type { MetricChoice } from '../scores.ts'
import { placed, quantityText, resultQuantities, settingQuantities, type Quantity } from './quantities.ts'

/** More axes than this cannot be told apart. */
const MOST_AXES = 9

/** Words that can be read on an axis. */
const MOST_WORDS = 8

/** Which settings lead to which scores: a line a run, over the settings that differ to its score. */
export function RunsParallel({ runs, metric }: { runs: readonly Run[]; metric: MetricChoice }) {
  const { axes, quantities, lines } = useMemo(() => drawn(runs, metric), [runs, metric])
  return (
    <ParallelCoordinates
      title="Settings and score"
      summary={`${plural(runs.length, 'run')} over ${axes.map(({ label }) => label).join(', ')}.`}
      fileName="Runs by their settings"
      axes={axes}
      lines={lines}
      toneAxis={axes.at(-1)}
      table={() => ({
        header: ['run', ...quantities.map(({ label }) => label)],
        rows: runs.map(({ name }, i) => [name, ...quantities.map(({ values }) => values[i] ?? null)]),
      })}
      describe={(id) => describe(runs, quantities, id)}
      onPick={(id) => navigate({ step: 'train', run: id })}
    />
  )
}

function drawn(runs: readonly Run[], metric: MetricChoice) {
  const [score, second] = resultQuantities(runs, metric)
  const settings = settingQuantities(runs)
    .filter(isTelling)
    .slice(0, MOST_AXES - 2)
  const quantities = [...settings, second, score].filter((quantity) => quantity !== undefined)
  const places = quantities.map(placed)
  const axes = quantities.map(({ id, label }, i) => ({ id, label, ticks: places[i]?.ticks ?? [] }))
  const lines = runs.map(({ id, name }, i) => ({
    id,
    label: name,
    at: places.map(({ at }) => at[i] ?? null),
    tone: places.at(-1)?.at[i] ?? 0,
  }))
  return { axes, quantities, lines }
}

/** One and the same value leads to nothing; very many different words cannot be read on an axis. */
function isTelling({ kind, values }: Quantity): boolean {
  const { size } = new Set(values.filter((value) => value !== null))
  return size > 1 && (kind === 'number' || size <= MOST_WORDS)
}

function describe(runs: readonly Run[], quantities: readonly Quantity[], id: string): string {
  const index = runs.findIndex((run) => run.id === id)
  const lines = quantities.map(({ label, values }) => {
    return `${label}: ${quantityText(values[index] ?? null)}`
  })
  return [runs[index]?.name ?? '', ...lines].join('\n')
}
