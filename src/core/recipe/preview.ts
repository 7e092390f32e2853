import type { Finding } from '../../shared/datasets.ts'
import type { ColumnView, FittedRecipe, Recipe, RecipePreview, Step } from '../../shared/recipes.ts'
import type { Table } from '../table.ts'
import { gatherColumn, type Problem, type WorkingColumn } from './columns.ts'
import { viewOf } from './columnView.ts'
import { describeStep, fittedTexts } from './describe.ts'
import { fitPrepared, type FitOptions } from './fit.ts'
import { createLevelNames } from './names.ts'
import { enabledSteps } from './steps/dropMissingRows.ts'
import { applyColumn, fittedByName } from './steps/registry.ts'
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
  const states = fitted.steps.map(fittedByName)
  const nameOfLevel = createLevelNames(fitted.rawInputs.map(({ name }) => name))
  for (const [index, feature] of prepared.features.entries()) {
    onProgress(index / prepared.features.length)
    let columns = [viewed(gatherColumn(feature, prepared.used))]
    for (const [at, state] of states.entries()) {
      columns = columns.flatMap((before) => {
        const found = state.get(before.column.name)
        if (found === undefined) return [before]
        const after = applyColumn(before.column, found, nameOfLevel).map(viewed)
        views[at]?.before.push(before.view())
        views[at]?.after.push(...after.map(({ view }) => view()))
        return after
      })
    }
  }
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

/** A column with its view, made once when first asked for. */
function viewed(column: WorkingColumn): { column: WorkingColumn; view: () => ColumnView } {
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
  const known = new Set([...fitted.rawInputs, ...fitted.inputs].map(({ name }) => name))
  return enabledSteps(recipe).flatMap((step) => {
    const unknown = Array.isArray(step.columns) ? step.columns.filter((name) => !known.has(name)) : []
    return unknown.map((column): Finding => ({
      kind: 'stepWithoutColumn',
      severity: 'info',
      column,
      message: `A step names “${column}”, which is not a feature; it is passed over.`,
      remedies: [],
    }))
  })
}
