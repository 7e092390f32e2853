import { NativeSelect, SegmentedControl, Switch } from '@mantine/core'
import { useMemo } from 'react'
import type { Task } from '../../../../shared/recipes.ts'
import {
  type SearchMethod,
  type SearchParameter,
  type SearchSettings,
  type SearchSpace,
} from '../../../../shared/search.ts'
import { toFailure } from '../../../../shared/errors.ts'
import { directionOf, type RunConfig, watchedOfLoss } from '../../../../shared/training.ts'
import { gridOf } from '../../../../core/search/grid.ts'
import { formatCount, plural } from '../../../../core/words/format.ts'
import { metricNames } from '../../../../core/words/settings/names.ts'
import { methodWords } from '../words.ts'
import { addableParameters, withoutParameter } from './addable.ts'
import { NumberBox, whole } from './NumberBox.tsx'
import { SpaceTable } from './SpaceTable.tsx'
import styles from './plan.module.css'

/** The best for most first. */
const methods = ['tpe', 'random', 'grid'] as const satisfies readonly SearchMethod[]

export interface SearchDraft {
  space: { parameters: SearchParameter[] }
  settings: SearchSettings
}

interface SearchFieldsProps {
  draft: SearchDraft
  suggested: SearchSpace
  config: RunConfig
  task: Task
  onChange: (draft: SearchDraft) => void
  onValidity: (field: string, valid: boolean) => void
}

/** How a search goes about it, how much it may try, and what it varies. */
export function SearchFields(props: SearchFieldsProps) {
  const { draft, config, onChange, onValidity } = props
  const { settings } = draft
  const { parameters } = draft.space
  const set = (part: Partial<SearchSettings>) => onChange({ ...draft, settings: { ...settings, ...part } })
  const setSpace = (next: SearchParameter[]) => onChange({ ...draft, space: { parameters: next } })
  const validity = (field: string) => (valid: boolean) => onValidity(field, valid)
  const points = useMemo(() => gridText(parameters, settings.trials), [parameters, settings.trials])
  return (
    <>
      <SegmentedControl
        aria-label="Method"
        data={methods.map((value) => ({ value, label: methodWords[value].name }))}
        value={settings.method}
        onChange={(value) => {
          const method = methods.find((name) => name === value)
          if (method !== undefined) set({ method })
        }}
      />
      <p className={styles.help}>
        {methodWords[settings.method].text}
        {settings.method === 'grid' && ` ${points}`}
      </p>
      <div className={styles.fields}>
        <NumberBox
          label="Trials at most"
          help="Every trial is one run with settings of its own."
          value={settings.trials}
          {...whole(1, 10_000)}
          onChange={(trials) => trials !== null && set({ trials })}
          onValidity={validity('trials')}
        />
        <NumberBox
          label="Minutes at most"
          help="The search ends after so long: what trains then is stopped, and counts with what it has reached."
          placeholder="no limit"
          value={settings.timeSeconds === null ? null : settings.timeSeconds / 60}
          accepts={(value) => value === null || value > 0}
          range="more than 0, or empty"
          onChange={(minutes) => set({ timeSeconds: minutes === null ? null : minutes * 60 })}
          onValidity={validity('minutes')}
        />
        <NumberBox
          label="Side by side"
          help="Trials that train side by side, each on one core."
          value={settings.parallel}
          {...whole(1, 256)}
          onChange={(parallel) => parallel !== null && set({ parallel })}
          onValidity={validity('parallel')}
        />
        <NativeSelect
          label="Judged by"
          value={settings.metric}
          data={watchedOfLoss(props.task, config.network.loss).map((value) => ({ value, label: metricNames[value] }))}
          onChange={(event) => {
            const metric = watchedOfLoss(props.task, config.network.loss).find(
              (name) => name === event.currentTarget.value,
            )
            if (metric !== undefined) set({ metric, direction: directionOf(metric) })
          }}
        />
        <NumberBox
          label="Seed"
          help="The same seed proposes the same settings."
          width={80}
          value={settings.seed}
          {...whole(0, 2 ** 32 - 1)}
          onChange={(seed) => seed !== null && set({ seed })}
          onValidity={validity('seed')}
        />
      </div>
      <Halving settings={settings} epochs={config.training.epochs} set={set} onValidity={onValidity} />
      <SpaceTable
        parameters={parameters}
        addable={addableParameters(parameters, props.suggested.parameters, config)}
        onChange={(path, next) => setSpace(parameters.map((old) => (old.path === path ? next : old)))}
        onAdd={(parameter) => setSpace([...parameters, unconditioned(parameter, parameters)])}
        onRemove={(path) => setSpace(withoutParameter(parameters, path))}
        onValidity={onValidity}
      />
    </>
  )
}

function Halving(props: {
  settings: SearchSettings
  epochs: number
  set: (part: Partial<SearchSettings>) => void
  onValidity: (field: string, valid: boolean) => void
}) {
  const { set, epochs } = props
  const { halving } = props.settings
  return (
    <>
      <Switch
        label="Stop hopeless trials early"
        checked={halving !== null}
        onChange={(event) => {
          const on = event.currentTarget.checked
          set({ halving: on ? { eta: 3, minimumEpochs: Math.max(1, Math.floor(epochs / 9)) } : null })
        }}
      />
      {halving !== null && (
        <div className={styles.fields}>
          <NumberBox
            label="First look at epoch"
            help="Until then every trial trains."
            width={150}
            value={halving.minimumEpochs}
            {...whole(1, epochs)}
            onChange={(minimumEpochs) => minimumEpochs !== null && set({ halving: { ...halving, minimumEpochs } })}
            onValidity={(valid) => props.onValidity('minimumEpochs', valid)}
          />
          <NumberBox
            label="Keep the best 1 in"
            help="At each look."
            width={150}
            value={halving.eta}
            {...whole(2, 10)}
            onChange={(eta) => eta !== null && set({ halving: { ...halving, eta } })}
            onValidity={(valid) => props.onValidity('eta', valid)}
          />
          <p className={styles.beside}>
            At epoch {formatCount(halving.minimumEpochs)}, and each time a trial has trained {halving.eta} times as
            long, it goes on only if it is among the best 1 in {halving.eta} of those that came so far (successive
            halving, ASHA).
          </p>
        </div>
      )}
    </>
  )
}

/** Conditions hold only where what they ask about is searched and stands before. */
function unconditioned(
  { conditions = [], ...parameter }: SearchParameter,
  before: readonly SearchParameter[],
): SearchParameter {
  const kept = conditions.filter(({ path }) => before.some((other) => other.path === path))
  return kept.length === 0 ? parameter : { ...parameter, conditions: kept }
}

function gridText(parameters: SearchParameter[], trials: number): string {
  if (parameters.length === 0) return ''
  try {
    const { count } = gridOf({ parameters })
    const all = `This space has ${plural(count, 'combination')}: of a range four values are taken.`
    return count > trials ? `${all} ${plural(trials, 'of them is', 'of them are')} tried, drawn at random.` : all
  } catch (error) {
    return toFailure(error).message
  }
}
