import type { FittedRecipe, Recipe, Step, StepState } from '../../shared/recipes.ts'
import { plainReading, type ColumnReading } from '../../shared/datasets.ts'
import type { Table, TableColumn } from '../table.ts'
import { gatherColumn, problemToError, type CategoriesColumn, type Problem, type WorkingColumn } from './columns.ts'
import { problemsAtEnd } from './finalChecks.ts'
import { fitTarget } from './fitTarget.ts'
import { createLevelNames } from './names.ts'
import { isSelected } from './selection.ts'
import type { SplitRows } from './split.ts'
import { plainNeeds, type NetworkNeeds } from './needs.ts'
import { levelsByFrequency, moments } from './statistics.ts'
import { enabledSteps } from './steps/dropMissingRows.ts'
import { addToState, applyColumn, emptyState, fitColumn, type FittedColumn } from './steps/registry.ts'
import { prepareRows, type DroppedRows, type PreparedRows } from './usableRows.ts'

/** Levels kept for a person to choose from; the one-hot state has its own. */
const maxListedLevels = 1000

/** How a column's texts became values. */
export interface ColumnSource {
  /** Which texts count as missing. */
  missingMarkers: readonly string[]
  reading: ColumnReading
}

const asItStands: ColumnSource = { missingMarkers: [], reading: plainReading }

export interface FitOptions {
  /** How each column's texts were read, by column name; kept for whoever feeds the model raw text. */
  sources?: Record<string, ColumnSource>
  /** Of the network that is to be trained; by default those of dense layers with the loss of the task. */
  needs?: NetworkNeeds
  /** Fraction done, 0 to 1. Throwing from it abandons the work. */
  onProgress?: (fraction: number) => void
}

export interface FittedTable {
  fitted: FittedRecipe
  rows: SplitRows
  dropped: DroppedRows[]
}

/**
 * Chooses and splits the rows, then fits every step on the training rows alone.
 * Throws `unusable-input`, naming the column and what to do, where the recipe cannot give the network numbers.
 */
export function fitRecipe(table: Table, recipe: Recipe, options: FitOptions = {}): FittedTable {
  const prepared = prepareRows(table, recipe)
  const { fitted, problems } = fitPrepared(recipe, prepared, options)
  const [first] = problems
  if (first !== undefined) throw problemToError(first)
  return { fitted, rows: prepared.rows, dropped: prepared.dropped }
}

/** Fits the steps and lists every problem instead of throwing the first. */
export function fitPrepared(
  recipe: Recipe,
  prepared: PreparedRows,
  options: FitOptions,
): { fitted: FittedRecipe; problems: Problem[] } {
  const steps = enabledSteps(recipe)
  const states = steps.map((step) => emptyState(step, prepared.dropColumns.get(step.id) ?? []))
  const nameOfLevel = createLevelNames(prepared.features.map(({ name }) => name))
  const { train } = prepared.rows
  const needs = options.needs ?? plainNeeds
  const fitted: FittedRecipe = {
    version: 1,
    recipe,
    rawInputs: [],
    steps: states,
    inputs: [],
    target: fitTarget(prepared.target, recipe, prepared.used, train, needs),
  }
  const problems: Problem[] = []
  for (const [index, feature] of prepared.features.entries()) {
    options.onProgress?.(index / prepared.features.length)
    const raw = gatherColumn(feature, train)
    fitted.rawInputs.push(describeRaw(feature, raw, options.sources?.[feature.name] ?? asItStands))
    const walked = fitFeature(raw, steps, states, nameOfLevel)
    const found = [...walked.problems, ...walked.columns.flatMap(problemsAtEnd)]
    if (found[0] !== undefined) problems.push(found[0])
    fitted.inputs.push(...inputsOf(walked.columns, needs))
  }
  options.onProgress?.(1)
  if (fitted.inputs.length === 0 && problems.length === 0) problems.push(noInputs(fitted.rawInputs[0]?.name ?? ''))
  return { fitted, problems }
}

/** Walks one feature through the steps: fit on what has come of it so far, then apply. */
function fitFeature(
  raw: WorkingColumn,
  steps: readonly Step[],
  states: readonly StepState[],
  nameOfLevel: (column: string, level: string) => string,
): { columns: WorkingColumn[]; problems: Problem[] } {
  const problems: Problem[] = []
  let columns: WorkingColumn[] = [raw]
  for (const [index, step] of steps.entries()) {
    const state = states[index]
    columns = columns.flatMap((column) => {
      if (!isSelected(step.columns, column.name, column.kind)) return [column]
      const found = fitColumn(step, column)
      if (found === null) return [column]
      if (isProblem(found)) {
        problems.push(found)
        return [column]
      }
      if (state !== undefined) addToState(state, found)
      return applyColumn(column, found, nameOfLevel)
    })
  }
  return { columns, problems }
}

/** What the network's matrix has of one feature: its numbers and 0/1 columns, or one column of indices. */
function inputsOf(columns: readonly WorkingColumn[], needs: NetworkNeeds): FittedRecipe['inputs'] {
  const [first] = columns
  if (first?.kind === 'indicator' && needs.categories === 'index') {
    return [{ name: first.from, from: first.from, levels: columns.length }]
  }
  return columns.map(({ name, from }) => ({ name, from }))
}

/** Every feature is a category that is missing in all training rows. */
function noInputs(column: string): Problem {
  return {
    kind: 'noInputs',
    column,
    message: 'Nothing is left for the network to learn from: no feature has a value in the training rows.',
    hint: 'Give at least one column with values the role feature.',
    remedies: [],
  }
}

function isProblem(found: FittedColumn | Problem): found is Problem {
  return 'message' in found
}

function describeRaw(
  column: TableColumn,
  raw: ReturnType<typeof gatherColumn>,
  { missingMarkers, reading }: ColumnSource,
): FittedRecipe['rawInputs'][number] {
  const described = { name: column.name, kind: column.kind, missingMarkers: [...missingMarkers], reading }
  if (raw.kind === 'category') return { ...described, min: null, max: null, levels: listLevels(raw) }
  const found = moments(raw.values)
  return { ...described, min: found?.min ?? null, max: found?.max ?? null, levels: null }
}

function listLevels(raw: CategoriesColumn): string[] {
  return levelsByFrequency(raw)
    .slice(0, maxListedLevels)
    .map(({ level }) => level)
}
