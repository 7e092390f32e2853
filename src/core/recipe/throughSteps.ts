/** A step as it is met on the way: it changes one column at a time, or all of them at once. */
export type PassedStep<Column> =
  | { scope: 'column'; apply: (column: Column) => Column[] }
  | { scope: 'table'; apply: (columns: readonly Column[]) => Column[] }

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
  onFeature: (done: number) => void = () => {},
): Column[] {
  let starts = features
  for (let at = 0; ; at++) {
    const end = steps.findIndex(({ scope }, index) => index >= at && scope === 'table')
    const run = steps.slice(at, end < 0 ? undefined : end)
    const columns = starts.flatMap((start, index) => {
      onFeature(index / starts.length)
      return run.reduce((made, { scope, apply }) => (scope === 'column' ? made.flatMap(apply) : made), [start()])
    })
    const table = steps[end]
    if (table?.scope !== 'table') return columns
    starts = table.apply(columns).map((column) => () => column)
    at = end
  }
}
