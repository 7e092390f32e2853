import { progressOfPart, type OnProgress } from '../progress.ts'

/** A step as it is met on the way: it changes one column at a time, or all of them at once. */
export type PassedStep<Column> =
  | { scope: 'column'; apply: (column: Column, onProgress: OnProgress) => Column[] }
  | { scope: 'table'; apply: (columns: readonly Column[], onProgress: OnProgress) => Column[] }

/**
 * Takes features through the steps. Between two steps that need all columns at once, each feature goes through all
 * steps before the next one does, so that only one feature's columns need be at hand. The order in which steps are
 * applied, and so the names of made columns, depend on the features and the steps alone.
 *
 * @param features made when their turn comes
 * @returns the columns that come of the features, in order
 */
export function throughSteps<Column>(
  features: readonly (() => Column)[],
  steps: readonly PassedStep<Column>[],
  onProgress: OnProgress = () => {},
): Column[] {
  let starts = features
  // A step that needs all columns, and all the steps up to the next such one, count alike.
  const legs = 2 * steps.filter(({ scope }) => scope === 'table').length + 1
  const legOf = (leg: number): OnProgress => progressOfPart(onProgress, leg / legs, (leg + 1) / legs)
  let leg = 0
  for (let at = 0; ; at++) {
    const end = steps.findIndex(({ scope }, index) => index >= at && scope === 'table')
    const run = steps.slice(at, end < 0 ? undefined : end)
    const onRun = legOf(leg++)
    const columns = starts.flatMap((start, index) => {
      const ofFeature = progressOfPart(onRun, index / starts.length, (index + 1) / starts.length)
      ofFeature(0)
      return run.reduce(
        (made, { scope, apply }, at) => {
          if (scope === 'table') return made
          const ofStep = progressOfPart(ofFeature, at / run.length, (at + 1) / run.length)
          return made.flatMap((column) => apply(column, ofStep))
        },
        [start()],
      )
    })
    const table = steps[end]
    if (table?.scope !== 'table') return columns
    starts = table.apply(columns, legOf(leg++)).map((column) => () => column)
    at = end
  }
}
