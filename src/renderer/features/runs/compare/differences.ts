import type { Run } from '../../../../shared/runs.ts'
import { formatCount } from '../../../../core/words/format.ts'
import { differingSettings, settingsOf, shortText } from '../settings.ts'
import type { CurveUnit } from './curves.ts'

/** A setting in which some differ, one value each. */
export interface Difference {
  label: string
  values: string[]
}

/**
 * Only what differs between runs, or studies: of these what all of their runs have, or how many values. A setting that one
 * does not have is a dash.
 *
 * @param all of the project, for the names of what branches began with
 */
export function differences(units: readonly CurveUnit[], all: readonly Run[]): Difference[] {
  const names = new Map(all.map(({ id, name }) => [id, name]))
  const origin: Difference = {
    label: 'Began with',
    values: units.map(({ runs }) => joint(runs, (run) => originOf(run, names))),
  }
  const settings = differingSettings(units.flatMap(({ runs }) => runs)).map((label) => ({
    label,
    values: shortened(units.map(({ runs }) => joint(runs, (run) => settingsOf(run).get(label)?.value ?? '–'))),
  }))
  return [origin, ...settings].filter(({ values }) => new Set(values).size > 1)
}

/** Rounded, unless that hides a difference. */
function shortened(values: string[]): string[] {
  const short = values.map((value) => shortText({ value }))
  return new Set(short).size === new Set(values).size ? short : values
}

function joint(runs: readonly Run[], of: (run: Run) => string): string {
  const found = new Set(runs.map(of))
  const [only = '–'] = found
  return found.size <= 1 ? only : `${formatCount(found.size)} values`
}

function originOf({ parent }: Run, names: ReadonlyMap<string, string>): string {
  if (parent === undefined) return 'new weights'
  return `${names.get(parent.run) ?? 'a removed run'}, epoch ${formatCount(parent.epoch)}`
}
