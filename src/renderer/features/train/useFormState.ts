import { useCallback, useMemo, useState } from 'react'
import type { RunEstimate } from '../../../shared/runs.ts'
import type { RunConfig } from '../../../shared/training.ts'
import { changedSettings, resetSetting } from './form/changed.ts'
import type { FormActions } from './form/context.ts'
import { effectOf, estimateChange } from './form/effects.ts'

/** What every field of the form is given, and what the form shows of itself. */
export function useFormState(input: {
  config: RunConfig | null
  /** The preset, which settings are compared with. */
  base: FormActions['base']
  estimate: RunEstimate | undefined
  locked: FormActions['locked']
  onDone: FormActions['onDone']
  onReset: (config: RunConfig) => void
}) {
  const { config, base, estimate, locked, onDone, onReset } = input
  const [invalid, setInvalid] = useState<ReadonlySet<string>>(new Set())
  const [onlyChanged, setOnlyChanged] = useState(false)
  const [expanded, setExpanded] = useState(false)
  // Where the person last changed something, and what a run would have taken before.
  const [touched, setTouched] = useState<{ place: string; before: RunEstimate | undefined } | null>(null)
  const changed = useMemo<ReadonlySet<string>>(
    () => (config === null || base === null ? new Set() : changedSettings(config, base.config)),
    [config, base],
  )
  const onValidity = useCallback((place: string, valid: boolean) => {
    setInvalid((old) => {
      if (old.has(place) !== valid) return old
      const next = new Set(old)
      if (valid) next.delete(place)
      else next.add(place)
      return next
    })
  }, [])
  const actions: FormActions = {
    onDone,
    onValidity,
    onTouch: (place) => setTouched((last) => (last?.place === place ? last : { place, before: estimate })),
    base,
    changed,
    onReset: (place) => {
      if (config !== null && base !== null) onReset(resetSetting(config, base.config, place))
    },
    onlyChanged: onlyChanged && changed.size > 0,
    expanded,
    locked,
    effectOf: (place) => {
      if (config === null || estimate === undefined) return null
      const before = touched?.place === place ? touched.before : undefined
      const parts = [effectOf(place, config, estimate), before === undefined ? null : estimateChange(before, estimate)]
      const said = parts.filter((part) => part !== null)
      return said.length === 0 ? null : said.join(' · ')
    },
  }
  return { actions, invalid, changed, onlyChanged, setOnlyChanged, expanded, setExpanded }
}
