import type { FittedRecipe, Recipe, Step, StepState } from '../../shared/recipes.ts'
import { plainReading, type ColumnReading } from '../../shared/datasets.ts'
import { progressOfPart, type OnProgress } from '../progress.ts'
import { isNumericColumn, rowsOfWhole, type Table, type TableColumn } from '../table.ts'
import {
  countMissing,
  gatherColumn,
  problemToError,
  type CategoriesColumn,
  type Problem,
  type WorkingColumn,
} from './columns.ts'
import { remadeColumns } from './materialize.ts'
import { numericFeatures } from './edges.ts'
import { inputsOf, matrixColumns } from './inputs.ts'
import { problemsAtEnd, type GapSource } from './finalChecks.ts'
import { fitTarget } from './fitTarget.ts'
import type { DroppedRows } from './leftOut.ts'
import { drawnTooMuch, inputsTooLarge, madeTooMuch } from './memory.ts'
import type { HolidayCalendar } from './dates/holidays.ts'
import { createNames } from './names.ts'
import type { PreparedColumn } from './prepared.ts'
import { enabledSteps } from './enabledSteps.ts'
import { isCrossFitted } from './expressed.ts'
import { drawnRows } from './resample.ts'
import { isSelected, stepColumns, workingKind } from './selection.ts'
import type { SplitRows } from './split.ts'
import { plainNeeds, type NetworkNeeds } from './needs.ts'
import { levelsByFrequency, moments } from './statistics.ts'
import { rowsState } from './steps/dropMissingRows.ts'
import { fitterOf } from './steps/registry.ts'
import { isProblem, type FitContext } from './steps/step.ts'
import { throughSteps, type PassedStep } from './throughSteps.ts'
import { inputSteps, seriesColumns } from './windows/steps.ts'
import { logarithmProblem } from './targetTransform.ts'
import { targetOfRows } from './trainingTarget.ts'
import { prepareRows, type PreparedRows } from './usableRows.ts'

/** Of the work of a fit, how much choosing and dealing the rows is; the rest is the steps. */
const preparingShare = 0.2

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
  /** Bytes of memory at hand; a recipe whose columns need more is refused. */
  memoryBytes?: number
  /** Of public holidays, for steps that mark them; without it no place is known. */
  calendar?: HolidayCalendar
  /** Fits on the training rows of this fold of the recipe's cross-validation, counted from 0. */
  fold?: number | undefined
  onProgress?: OnProgress
}

export interface FittedTable {
  fitted: FittedRecipe
  rows: SplitRows
  dropped: DroppedRows[]
  /** The table with the columns of its series: what the rows are to be transformed from. */
  table: Table
  /** The same with its gaps: what the rows' targets are made of. */
  unfilled: Table
}

/**
 * Chooses and splits the rows, then fits every step on the training rows alone.
 * Throws `unusable-input`, naming the column and what to do, where the recipe cannot give the network numbers.
 */
export function fitRecipe(table: Table, recipe: Recipe, options: FitOptions = {}): FittedTable {
  const { fold, onProgress = () => {} } = options
  const prepared = prepareRows(table, recipe, { fold, onProgress: progressOfPart(onProgress, 0, preparingShare) })
  const ofSteps = progressOfPart(onProgress, preparingShare, 1)
  const { fitted, problems } = fitPrepared(recipe, prepared, { ...options, onProgress: ofSteps })
  const [first] = problems
  if (first !== undefined) throw problemToError(first)
  const { rows, dropped, worked, unfilled } = prepared
  return { fitted, rows, dropped, table: worked, unfilled }
}

/**
 * Fits the steps and lists every problem instead of throwing the first.
 *
 * @returns `met` are the names of all columns that some step worked on
 */
export function fitPrepared(
  recipe: Recipe,
  prepared: PreparedRows,
  options: FitOptions,
): { fitted: FittedRecipe; problems: Problem[]; met: ReadonlySet<string> } {
  const { train } = prepared.rows
  const { features } = prepared
  const needs = options.needs ?? plainNeeds
  const rawInputs = new Map<string, FittedRecipe['rawInputs'][number]>()
  const problems = new Map<string, Problem>()
  const note = (problem: Problem): void => {
    if (!problems.has(problem.column)) problems.set(problem.column, problem)
  }
  const unlearnable = logarithmProblem(recipe, prepared.target, prepared.used)
  if (unlearnable !== null) note(unlearnable)
  const target = fitTarget(prepared, unlearnable === null ? recipe : { ...recipe, targetTransform: 'none' }, needs)
  const memoryBytes = options.memoryBytes ?? Infinity
  const onProgress = options.onProgress ?? (() => {})
  const calendar = options.calendar ?? (() => null)
  const { passed, states, met } = fittingSteps(enabledSteps(recipe), prepared, { note, memoryBytes, calendar })
  const raw = features.map((feature) => () => {
    const column = gatherColumn(feature, train)
    const sources = prepared.sources.get(feature.name) ?? []
    for (const source of sources) {
      if (rawInputs.has(source.name)) continue
      const values = sharesValues(source, feature) ? column : gatherColumn(source, train)
      rawInputs.set(source.name, describeRaw(source, values, options.sources?.[source.name] ?? asItStands))
    }
    return column
  })
  const columns = throughSteps(raw, passed, onProgress)
  const gapsOf = (name: string): GapSource => {
    const feature = features.find((other) => other.name === name)
    if (feature === undefined || countMissing(gatherColumn(feature, train)) > 0) return 'table'
    const outliers = enabledSteps(recipe).filter((step) => step.kind === 'outliers' && step.action === 'missing')
    return outliers.some((step) => isSelected(stepColumns(step), name, workingKind(feature.kind)))
      ? 'outliers'
      : 'steps'
  }
  for (const problem of columns.flatMap((column) => problemsAtEnd(column, gapsOf))) note(problem)
  const learned = states()
  const inMemory = { used: prepared.used.length, crossFitted: isCrossFitted({ steps: learned }) ? train.length : 0 }
  const tooLarge = inputsTooLarge(matrixColumns(columns, numericFeatures(features)), inMemory, memoryBytes)
  if (tooLarge !== null) note(tooLarge)
  onProgress(1)
  const fitted: FittedRecipe = {
    version: 1,
    recipe,
    rawInputs: [...rawInputs.values()],
    ...seriesInputsOf(recipe, prepared.worked, rawInputs, options),
    features: features.map(({ name, kind }) => ({ name, kind })),
    steps: learned,
    inputs: inputsOf(columns, numericFeatures(features), needs),
    target,
  }
  const drawn = drawnRows(recipe, prepared.target, train)
  if (drawn !== null) {
    const limits = { train: train.length, bytes: memoryBytes }
    const tooMany = drawnTooMuch(fitted.inputs.length + 1, inMemory, drawn, limits)
    if (tooMany !== null) note(tooMany)
  }
  const found = [...problems.values()]
  if (fitted.inputs.length === 0 && found.length === 0) found.push(noInputs(features[0]?.name ?? ''))
  return { fitted, problems: found, met }
}

interface FittingOptions {
  note: (problem: Problem) => void
  memoryBytes: number
  calendar: HolidayCalendar
}

/** Of the work of a step, how much learning is; the rest is working the columns out. */
const learningShare = 0.5

/** The steps as they are fitted on the way: each on what the ones before it made of the training rows. */
function fittingSteps(
  steps: readonly Step[],
  { table, dropColumns, features, rows, target }: PreparedRows,
  { note, memoryBytes, calendar }: FittingOptions,
): { passed: PassedStep<WorkingColumn>[]; states: () => StepState[]; met: ReadonlySet<string> } {
  const nameOf = createNames(features.map(({ name }) => name))
  const training = { target: targetOfRows(target, rows.train), rows: rowsOfWhole(table, rows.train), calendar }
  const learning = (onProgress: OnProgress): FitContext => ({
    ...training,
    onProgress: progressOfPart(onProgress, 0, learningShare),
  })
  const passed: PassedStep<WorkingColumn>[] = []
  const states: (() => StepState)[] = []
  const met = new Set<string>()
  const apply = (
    { id }: Step,
    columns: readonly WorkingColumn[],
    make: (from: PreparedColumn[]) => PreparedColumn[],
    onProgress: OnProgress,
  ): WorkingColumn[] =>
    remadeColumns(
      columns,
      (from) => {
        const made = make(from)
        const problem = madeTooMuch(from, made, rows.train.length, memoryBytes)
        if (problem === null) return made
        note({ ...problem, step: id })
        return from
      },
      rows.train.length,
      { forTraining: true, onProgress: progressOfPart(onProgress, learningShare, 1) },
    )
  for (const step of steps) {
    const fitter = fitterOf(step)
    if (fitter === null) {
      states.push(() => rowsState(step, dropColumns))
    } else if (fitter.scope === 'column') {
      states.push(fitter.state)
      passed.push({
        scope: 'column',
        apply: (column, onProgress) => {
          if (!isSelected(stepColumns(step), column.name, column.kind)) return [column]
          met.add(column.name)
          const found = fitter.fit(column, learning(onProgress))
          if (found === null) return [column]
          if (!isProblem(found)) {
            return apply(step, [column], (all) => all.flatMap((one) => found(one, nameOf)), onProgress)
          }
          note({ ...found, step: step.id })
          return [column]
        },
      })
    } else {
      let state: StepState = { kind: 'nothing' }
      states.push(() => state)
      passed.push({
        scope: 'table',
        apply: (columns, onProgress) => {
          const selected = columns.filter(({ name, kind }) => isSelected(stepColumns(step), name, kind))
          for (const { name } of selected) met.add(name)
          const found = fitter.fit(selected, learning(onProgress))
          if (isProblem(found)) {
            note({ ...found, step: step.id })
            return [...columns]
          }
          state = found.state
          return apply(step, columns, (all) => found.express(all, nameOf), onProgress)
        },
      })
    }
  }
  return { passed, states: () => states.map((state) => state()), met }
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

/** A raw column under another name has its very arrays. */
function sharesValues(a: TableColumn, b: TableColumn): boolean {
  return isNumericColumn(a) ? isNumericColumn(b) && a.values === b.values : !isNumericColumn(b) && a.codes === b.codes
}

/** The raw columns that series are worked out from and that are no inputs themselves. */
function seriesInputsOf(
  recipe: Recipe,
  { columns }: Table,
  inputs: ReadonlyMap<string, unknown>,
  { sources }: FitOptions,
): Pick<FittedRecipe, 'seriesInputs'> {
  const steps = inputSteps(recipe)
  if (steps.length === 0) return {}
  const read = new Set(steps.flatMap((step) => seriesColumns(step, recipe)))
  const seriesInputs = columns
    .filter(({ name }) => read.has(name) && !inputs.has(name))
    .map(({ name, kind }) => {
      const { missingMarkers, reading } = sources?.[name] ?? asItStands
      return { name, kind, missingMarkers: [...missingMarkers], reading, min: null, max: null, levels: null }
    })
  return { seriesInputs }
}

function describeRaw(
  column: TableColumn,
  raw: ReturnType<typeof gatherColumn>,
  { missingMarkers, reading }: ColumnSource,
): FittedRecipe['rawInputs'][number] {
  const rows = raw.kind === 'category' ? raw.codes.length : raw.values.length
  const missingShare = rows === 0 ? 0 : countMissing(raw) / rows
  const described = { name: column.name, kind: column.kind, missingMarkers: [...missingMarkers], reading, missingShare }
  if (raw.kind === 'category') return { ...described, min: null, max: null, levels: listLevels(raw) }
  const found = moments(raw.values)
  return { ...described, min: found?.min ?? null, max: found?.max ?? null, levels: null }
}

function listLevels(raw: CategoriesColumn): string[] {
  return levelsByFrequency(raw)
    .slice(0, maxListedLevels)
    .map(({ level }) => level)
}
