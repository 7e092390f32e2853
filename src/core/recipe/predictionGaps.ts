import type { PredictionGap } from '../../shared/predictions.ts'
import type { FittedRecipe } from '../../shared/recipes.ts'
import { createEvaluation, evaluateBoolean } from '../expression/evaluate.ts'
import { tableSource, type Source } from '../expression/source.ts'
import type { BooleanExpression } from '../expression/types.ts'
import type { Table } from '../table.ts'
import { enabledSteps } from './enabledSteps.ts'
import { expressingSteps, expressRecipe, fittedFeatures } from './expressed.ts'
import { numberOf } from './prepared.ts'
import { namesGiven } from './table/view.ts'
import { throughSteps } from './throughSteps.ts'
import { isMissingIn, reasonsToLeaveOut } from './transform.ts'

type Cause = Omit<PredictionGap, 'rows'>

/**
 * Why rows have no prediction: for each row the first column that lacks a value, in the order of the steps that leave rows
 * out and then of the network's inputs. Rows with the same cause are counted together.
 *
 * @param rows those that `transformInputs` leaves out
 */
export function predictionGaps(table: Table, fitted: FittedRecipe, rows: Uint32Array): PredictionGap[] {
  const source = tableSource(table)
  const found = new Map<string, PredictionGap>()
  const note = (cause: Cause, count: number): void => {
    const key = JSON.stringify([cause.kind, cause.column, cause.step])
    if (count > 0) found.set(key, { ...cause, rows: (found.get(key)?.rows ?? 0) + count })
  }
  let left = rows
  for (const { step, column, missing } of reasonsToLeaveOut(fitted)) {
    const flags = evaluateBoolean(source, left, missing)
    note({ kind: 'leftOut', column, step: placeOf(fitted, step) }, countSet(flags))
    left = left.filter((_, index) => flags[index] === 0)
  }
  for (const [feature, lacking] of lackingAtEnd(source, fitted, left)) {
    for (const [step, count] of stepsWithGaps(source, fitted, feature, lacking)) {
      const kind = step === null ? 'notFilled' : 'madeByStep'
      note({ kind, column: feature, step: step === null ? null : placeOf(fitted, step) }, count)
    }
  }
  return [...found.values()]
}

/** The rows that lack a value after the last step, by the feature of the first one that they lack. */
function lackingAtEnd(source: Source, fitted: FittedRecipe, rows: Uint32Array): Map<string, Uint32Array> {
  const firsts = new Array<string | null>(rows.length).fill(null)
  const evaluation = createEvaluation(source, rows)
  const watched = expressRecipe(fitted).flatMap((column) => {
    const value = numberOf(column)
    return value === null ? [] : [{ from: column.from, node: evaluation.number(value) }]
  })
  evaluation.run((start, count) => {
    for (const { from, node } of watched) {
      const values = node.read()
      for (let i = 0; i < count; i++) {
        if (!Number.isFinite(Math.fround(values[i] ?? NaN))) firsts[start + i] ??= from
      }
    }
  })
  const features = new Set(firsts.filter((from) => from !== null))
  return new Map(Array.from(features, (from) => [from, rows.filter((_, index) => firsts[index] === from)]))
}

/**
 * How many of the rows lost their value of a feature in which of the fitted steps: in the one behind the last after which
 * they had it, or in the step of the table that derives the feature. Under null are those that never had one.
 */
function stepsWithGaps(
  source: Source,
  fitted: FittedRecipe,
  feature: string,
  rows: Uint32Array,
): Map<number | null, number> {
  const steps = enabledSteps(fitted.recipe)
  const derived = steps.findIndex((step) => step.kind !== 'rename' && namesGiven([step]).includes(feature))
  const start = derived < 0 ? null : derived
  const lostIn = new Array<number | null>(rows.length).fill(start)
  for (let passed = 0; passed < fitted.steps.length; passed++) {
    const missing = missingAfter(fitted, feature, passed)
    if (missing === null) continue
    const flags = evaluateBoolean(source, rows, missing)
    for (let i = 0; i < rows.length; i++) if (flags[i] === 0) lostIn[i] = passed
  }
  const counts = new Map<number | null, number>()
  for (const step of lostIn) counts.set(step, (counts.get(step) ?? 0) + 1)
  return counts
}

/** Where a feature has no value once so many of the fitted steps were passed; null where nothing is left of it. */
function missingAfter(fitted: FittedRecipe, feature: string, passed: number): BooleanExpression | null {
  const columns = throughSteps(
    fittedFeatures(fitted).map((column) => () => column),
    expressingSteps(fitted).slice(0, passed),
  )
  return columns
    .filter(({ from }) => from === feature)
    .map(isMissingIn)
    .reduce<BooleanExpression | null>((all, one) => (all === null ? one : { op: 'or', x: all, y: one }), null)
}

/** Where a fitted step stands in the list as a person sees it, with those that are switched off. */
function placeOf({ recipe }: FittedRecipe, index: number): PredictionGap['step'] {
  const step = enabledSteps(recipe)[index]
  if (step === undefined) return null
  return { number: recipe.steps.findIndex(({ id }) => id === step.id) + 1, kind: step.kind }
}

function countSet(flags: Uint8Array): number {
  return flags.reduce((sum, flag) => sum + flag, 0)
}
