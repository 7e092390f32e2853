import type { Finding } from '../../shared/datasets.ts'
import type { Recipe } from '../../shared/recipes.ts'
import type { PreparedRows } from './usableRows.ts'
import { seriesSteps, windowNames } from './windows/steps.ts'

/**
 * Features that are made of the same raw column as the target, in the same row: they tell what is to be predicted. Past
 * rows of it are what a forecast learns from, and so is its present value where the target lies ahead.
 */
export function disguisedTargets(recipe: Recipe, { features, sources }: PreparedRows): Finding[] {
  const { target } = recipe
  if (target === null) return []
  const ofRow = presentSources(recipe)
  const sourcesOf = (name: string): string[] => (sources.get(name) ?? []).flatMap((from) => ofRow(from.name))
  const ofTarget = new Set(sourcesOf(target))
  return features.flatMap(({ name }): Finding[] => {
    const shared = sourcesOf(name).find((source) => ofTarget.has(source))
    if (shared === undefined) return []
    return [
      {
        kind: 'madeOfTarget',
        severity: 'warning',
        column: name,
        message: `“${name}” is made of “${shared}”, as the target “${target}” is: the network may read the answer from it. Ignore it unless it is known before the target is.`,
        remedies: [{ kind: 'ignoreColumn', label: `Ignore ${name}`, column: name }],
      },
    ]
  })
}

/** The raw columns whose value in the row itself is in a column of the table; of another row's values there are none. */
function presentSources(recipe: Recipe): (name: string) => string[] {
  const windows = new Map(
    seriesSteps(recipe).flatMap((step) =>
      step.kind === 'window' ? windowNames(step).map((name) => [name, step] as const) : [],
    ),
  )
  return (name) => {
    const step = windows.get(name)
    if (step === undefined) return [name]
    return step.present && step.statistic !== 'lag' && step.statistic !== 'ahead' ? [step.column] : []
  }
}
