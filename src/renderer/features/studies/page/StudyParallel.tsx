import { useMemo } from 'react'
import type { StudyTrial, StudyWithTrials } from '../../../../shared/studies.ts'
import { navigate } from '../../../app/route.ts'
import { ParallelCoordinates } from '../../../charts/ParallelCoordinates.tsx'
import { plural } from '../../../../core/words/format.ts'
import { formatMetric } from '../../evaluate/metricWords.ts'
import { metricNames } from '../../../../core/words/settings/names.ts'
import { placed, type Quantity } from '../../runs/compare/quantities.ts'
import { isWide } from './scores.ts'
import { parameterLabel, pointText } from '../words.ts'

/** Which settings lead to which scores: a line a trial, over what was searched to its score. */
export function StudyParallel({ study }: { study: StudyWithTrials }) {
  const { axes, lines, quantities, trials } = useMemo(() => drawn(study), [study])
  const of = (id: string) => trials.find(({ run }) => run === id)
  return (
    <ParallelCoordinates
      title="Settings and score"
      summary={`${plural(trials.length, 'trial')} over ${axes.map(({ label }) => label).join(', ')}.`}
      fileName={`${study.name} by settings`}
      axes={axes}
      lines={lines}
      toneAxis={axes.at(-1)}
      table={() => ({
        header: ['trial', ...quantities.map(({ label }) => label)],
        rows: trials.map(({ name }, i) => [name, ...quantities.map(({ values }) => values[i] ?? null)]),
      })}
      describe={(id) => describe(study, of(id))}
      onPick={(id) => navigate({ step: 'train', run: id })}
    />
  )
}

function drawn(study: StudyWithTrials) {
  const trials = study.trials.filter(({ score }) => score !== null)
  const parameters = study.plan.kind === 'search' ? study.plan.space.parameters : []
  const searched = parameters.map((parameter): Quantity => {
    const { path, kind } = parameter
    const values = trials.map(({ point }) => {
      const value = point?.[path]
      if (value === undefined) return null
      return kind !== 'choice' && typeof value === 'number' ? value : pointText(path, value)
    })
    const isChoice = kind === 'choice'
    return {
      id: path,
      label: parameterLabel(path),
      values,
      kind: isChoice ? 'category' : 'number',
      log: !isChoice && parameter.log,
    }
  })
  const score: Quantity = {
    id: 'score',
    label: metricNames[study.metric],
    values: trials.map((trial) => trial.score),
    kind: 'number',
    log: isWide(trials.flatMap((trial) => trial.score ?? [])),
  }
  const quantities = [...searched, score]
  const places = quantities.map(placed)
  const tones = places.at(-1)?.at ?? []
  return {
    trials,
    quantities,
    axes: quantities.map(({ id, label }, i) => ({ id, label, ticks: places[i]?.ticks ?? [] })),
    lines: trials.map(({ run, name }, i) => ({
      id: run,
      label: name,
      at: places.map(({ at }) => at[i] ?? null),
      tone: tones[i] ?? 0,
    })),
  }
}

function describe(study: StudyWithTrials, trial: StudyTrial | undefined): string {
  if (trial === undefined) return ''
  const lines = Object.entries(trial.point ?? {}).map(
    ([path, value]) => `${parameterLabel(path)}: ${pointText(path, value)}`,
  )
  return [trial.name, ...lines, `${metricNames[study.metric]}: ${formatMetric(trial.score)}`].join('\n')
}
