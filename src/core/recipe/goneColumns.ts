import type { ColumnKind, Remedy } from '../../shared/datasets.ts'
import { DescentError } from '../../shared/errors.ts'
import { stageOfStep, type Recipe, type Step } from '../../shared/recipes.ts'
import { nearest } from '../../shared/training/known.ts'
import { enabledSteps } from './enabledSteps.ts'
import { stepColumns } from './selection.ts'
import { namesGiven } from './table/view.ts'

type RawColumn = { name: string; kind: ColumnKind }

/** A step, and those of the columns it names that are nowhere. */
interface StepNaming {
  step: Step
  names: string[]
}

/** What steps of the features stage put behind the name of a column when they make others of it: “sex=male”, “age²”. */
const behindMadeName = /^[=:\s²³]/u

/** Whether a name is one that a step may give to what it makes of the column. */
export function madeOf(column: string): (name: string) => boolean {
  return (name) => name.startsWith(column) && behindMadeName.test(name.slice(column.length))
}

/**
 * Whether a name is neither a column of the table, nor one that a step gives a name, nor one that a step may make of a
 * column: which of these there are is known from the training rows alone.
 *
 * @param columns all of the table as it was read
 */
export function isGone(columns: readonly Pick<RawColumn, 'name'>[], steps: readonly Step[]): (name: string) => boolean {
  const known = new Set([...columns.map(({ name }) => name), ...namesGiven(steps)])
  const makes = steps.some(({ kind }) => stageOfStep[kind] === 'features')
  const mayBeMade = (name: string): boolean => makes && [...known].some((base) => madeOf(base)(name))
  return (name) => !known.has(name) && !mayBeMade(name)
}

/** The step without the columns that are gone; none where it names no other. */
export function withoutGone(step: Step, gone: (name: string) => boolean): Step[] {
  if (!('columns' in step) || !Array.isArray(step.columns)) return [step]
  const columns = step.columns.filter((name) => !gone(name))
  return columns.length === 0 && step.columns.length > 0 ? [] : [{ ...step, columns }]
}

/**
 * Steps that are switched on and name columns that are gone. Steps of the table stage refuse such columns themselves,
 * but for the one that fills gaps of the columns it finds.
 */
export function stepsNamingGone(columns: readonly RawColumn[], recipe: Pick<Recipe, 'steps'>): StepNaming[] {
  const gone = isGone(columns, recipe.steps)
  return enabledSteps(recipe).flatMap((step) => {
    const selection = stepColumns(step)
    if (!Array.isArray(selection) || (stageOfStep[step.kind] === 'table' && step.kind !== 'fillFromNeighbours'))
      return []
    const names = selection.filter(gone)
    return names.length === 0 ? [] : [{ step, names }]
  })
}

/** Why a step that names columns which are gone cannot run. */
export function goneError({ step, names }: StepNaming, columns: readonly RawColumn[]): DescentError {
  const [first = ''] = names
  const meant =
    names.length > 1
      ? null
      : nearest(
          first,
          columns.map(({ name }) => name),
        )
  const listed = names.map((name) => `“${name}”`).join(', ')
  return new DescentError(
    'unusable-input',
    names.length === 1
      ? `The step is to work on ${listed}, which is no column of the table.`
      : `The step is to work on ${listed}, which are no columns of the table.`,
    {
      hint: `${meant === null ? '' : `Did you mean “${meant}”? `}Name columns of the table, or switch the step off.`,
      where: { column: first, step: step.id },
    },
  )
}

/** Takes the columns that are gone out of the step, or switches it off where it names no other. */
export function goneRemedy({ step, names }: StepNaming): Remedy {
  const selection = stepColumns(step)
  const rest = Array.isArray(selection) ? selection.filter((name) => !names.includes(name)) : []
  return rest.length === 0
    ? { kind: 'editStep', label: 'Switch the step off', step: step.id, settings: { enabled: false } }
    : {
        kind: 'editStep',
        label: `Take ${names.map((name) => `“${name}”`).join(', ')} out of the step`,
        step: step.id,
        settings: { columns: rest },
      }
}

/** Throws `unusable-input`, naming the step, for the first that names a column which is gone. */
export function requireNamedColumns(columns: readonly RawColumn[], recipe: Pick<Recipe, 'steps'>): void {
  const [first] = stepsNamingGone(columns, recipe)
  if (first !== undefined) throw goneError(first, columns)
}
