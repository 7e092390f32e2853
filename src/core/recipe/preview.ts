import type { Finding } from '../../shared/datasets.ts'
import type { ColumnView, FittedRecipe, Recipe, RecipePreview, Step } from '../../shared/recipes.ts'
import type { Table } from '../table.ts'
import { gatherColumn, type Problem, type WorkingColumn } from './columns.ts'
import { viewOf } from './columnView.ts'
import { describeStep, fittedTexts } from './describe.ts'
import { fitPrepared, type FitOptions } from './fit.ts'
import { enabledSteps } from './enabledSteps.ts'
import { expressingSteps } from './expressed.ts'
import { remadeColumns } from './materialize.ts'
import type { PreparedColumn } from './prepared.ts'
import { stepColumns } from './selection.ts'
import { throughSteps, type PassedStep } from './throughSteps.ts'
import { prepareRows, type PreparedRows } from './usableRows.ts'

/**
 * What the recipe does to every used row, with statistics fitted on the training rows alone. Columns that cannot
 * reach the network are findings here. Throws `unusable-input` where there is no target or nothing to train on.
 */
export function previewRecipe(table: Table, recipe: Recipe, options: FitOptions = {}): RecipePreview {
  const prepared = prepareRows(table, recipe)
  const { fitted, problems } = fitPrepared(recipe, prepared, {
    ...options,
    onProgress: (fraction) => options.onProgress?.(fraction / 2),
  })
  const steps = previewSteps(prepared, fitted, enabledSteps(recipe), (fraction) =>
    options.onProgress?.(0.5 + fraction / 2),
  )
  const { target, rows } = prepared
  return {
    task: target.task,
    classes:
      target.task === 'classification'
        ? target.classes.map((label, code) => ({ label, count: target.counts[code] ?? 0 }))
        : null,
    rows: {
      total: table.rows,
      used: prepared.used.length,
      dropped: prepared.dropped,
      train: rows.train.length,
      validation: rows.validation.length,
      test: rows.test.length,
      ...(prepared.folds === null
        ? {}
        : {
            folds: prepared.folds.map(({ train, validation }) => ({
              train: train.length,
              validation: validation.length,
            })),
          }),
    },
    inputs: fitted.inputs,
    steps,
    findings: [...problems.map(problemFinding), ...classFindings(prepared), ...selectionFindings(recipe, fitted)],
  }
}

function previewSteps(
  prepared: PreparedRows,
  fitted: FittedRecipe,
  steps: readonly Step[],
  onProgress: (fraction: number) => void,
): RecipePreview['steps'] {
  const views = steps.map(() => ({ before: new Array<ColumnView>(), after: new Array<ColumnView>() }))
  const passed = expressingSteps(fitted).map((step, at): PassedStep<Viewed> => {
    const apply = (columns: readonly Viewed[], express: (all: PreparedColumn[]) => PreparedColumn[]): Viewed[] => {
      const { made, changed } = remadeViews(columns, express, prepared.used.length)
      views[at]?.before.push(...columns.filter((column) => !made.includes(column)).map(({ view }) => view()))
      views[at]?.after.push(...changed.map(({ view }) => view()))
      return made
    }
    if (step.scope === 'table') return { scope: 'table', apply: (columns) => apply(columns, step.apply) }
    return { scope: 'column', apply: (column) => apply([column], (all) => all.flatMap(step.apply)) }
  })
  throughSteps(
    prepared.features.map((feature) => () => viewed(gatherColumn(feature, prepared.used))),
    passed,
    onProgress,
  )
  onProgress(1)
  return steps.flatMap((step, at) => {
    const state = fitted.steps[at]
    const { before, after } = views[at] ?? { before: [], after: [] }
    if (state === undefined) return []
    return [
      {
        id: step.id,
        summary: describeStep(step, state, before, prepared.droppedByStep.get(step.id) ?? 0),
        fitted: fittedTexts(step, state),
        before,
        after,
      },
    ]
  })
}

interface Viewed {
  column: WorkingColumn
  view: () => ColumnView
}

/** What a step makes of columns; one that it leaves alone stays the same object. */
function remadeViews(
  columns: readonly Viewed[],
  express: (columns: PreparedColumn[]) => PreparedColumn[],
  rows: number,
): { made: Viewed[]; changed: Viewed[] } {
  const working = columns.map(({ column }) => column)
  const remade = remadeColumns(working, express, rows)
  const made = remade.map((column) => columns[working.indexOf(column)] ?? viewed(column))
  return { made, changed: made.filter((column) => !columns.includes(column)) }
}

/** A column with its view, made once when first asked for. */
function viewed(column: WorkingColumn): Viewed {
  let made: ColumnView | undefined
  return { column, view: () => (made ??= viewOf(column)) }
}

function problemFinding(problem: Problem): Finding {
  return {
    kind: problem.kind,
    severity: 'warning',
    column: problem.column,
    message: `${problem.message} ${problem.hint}`,
    remedies: problem.remedies,
  }
}

function classFindings({ target, rows }: PreparedRows): Finding[] {
  if (target.task === 'regression') return []
  const findings: Finding[] = []
  const inTraining = new Set(Array.from(rows.train, (row) => target.codes[row]))
  const absent = target.classes.filter((_, code) => !inTraining.has(code))
  if (absent.length > 0) {
    findings.push({
      kind: 'classNotInTraining',
      severity: 'warning',
      column: target.name,
      message: `No training row has the class ${absent.map((label) => `“${label}”`).join(', ')}: it cannot be learned. Stratify the split.`,
      remedies: [],
    })
  }
  return findings
}

/** Steps that name columns they never meet. */
function selectionFindings(recipe: Recipe, fitted: FittedRecipe): Finding[] {
  const known = new Set([...(fitted.features ?? fitted.rawInputs), ...fitted.inputs].map(({ name }) => name))
  return enabledSteps(recipe).flatMap((step) => {
    const columns = stepColumns(step)
    const unknown = Array.isArray(columns) ? columns.filter((name) => !known.has(name)) : []
    return unknown.map((column): Finding => ({
      kind: 'stepWithoutColumn',
      severity: 'info',
      column,
      message: `A step names “${column}”, which is not a feature; it is passed over.`,
      remedies: [],
    }))
  })
}
