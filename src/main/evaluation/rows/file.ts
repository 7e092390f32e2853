import type { EvaluatedRow } from '../../../shared/evaluatedRows.ts'
import type { FittedRecipe } from '../../../shared/recipes.ts'

type Target = FittedRecipe['target']

/** The row's number, the table's own columns, and what the model says; what is not the table's has a name that it lacks. */
export function fileHeader(target: Target, own: readonly string[]): string[] {
  const taken = new Set(own)
  const free = (name: string): string => (taken.has(name) ? free(`${name}_`) : name)
  const said =
    target.task === 'regression'
      ? ['prediction', 'error', 'squared_error']
      : ['prediction', target.scores === true ? 'score' : 'probability', 'loss']
  return [free('row'), ...own, ...said.map(free)]
}

/** A row of the file, with full precision; rows count from 1, and what is not known is empty. */
export function fileFields(target: Target, found: EvaluatedRow): string[] {
  const { row, texts, predicted, error, loss, probabilities } = found
  const text = (value: number | null | undefined): string => (value == null ? '' : String(value))
  const own = [String(row + 1), ...texts]
  if (target.task === 'regression') return [...own, String(predicted), text(error), text(loss)]
  const said = probabilities.find((one) => one.class === predicted)
  return [...own, target.classes[predicted] ?? '', text(said?.probability), text(loss)]
}
