import type { FittedRecipe, Look, Recipe, RecipePreview, Step } from '../../shared/recipes.ts'
import { progressOfPart, type OnProgress } from '../progress.ts'
import type { Table } from '../table.ts'
import type { Problem } from './columns.ts'
import { describeStep, fittedTexts } from './describe.ts'
import { enabledSteps } from './enabledSteps.ts'
import { fitPrepared, type FitOptions } from './fit.ts'
import { previewFindings } from './previewFindings.ts'
import { drawnRows } from './resample.ts'
import { triedFolds } from './split/foldFindings.ts'
import { stepColumnsMet, viewsOf } from './stepViews.ts'
import { prepareRows, type PreparedRows } from './usableRows.ts'

/** Folds whose rows are counted: of a thousand nobody reads every one. */
const listedFolds = 20

/** A fitted recipe with all that a look at one of its steps needs. */
export interface PreviewPlan {
  prepared: PreparedRows
  fitted: FittedRecipe
  problems: Problem[]
  /** With no column in view. */
  preview: RecipePreview
}

export interface PreviewOptions extends FitOptions {
  /** As for `prepareRows`. */
  wholeRows?: number | undefined
}

/** How much of the work is done after the rows are chosen, and after the fit. */
const shares = { rows: 0.1, fit: 0.5 }

/**
 * What the recipe does to every used row, with statistics fitted on the training rows alone. Columns that cannot
 * reach the network are findings here. Throws `unusable-input` where there is no target or nothing to train on.
 */
export function planPreview(table: Table, recipe: Recipe, options: PreviewOptions = {}): PreviewPlan {
  const { onProgress = () => {}, wholeRows } = options
  const prepared = prepareRows(table, recipe, { wholeRows, onProgress: progressOfPart(onProgress, 0, shares.rows) })
  const ofFit = progressOfPart(onProgress, shares.rows, shares.fit)
  const { fitted, problems, met } = fitPrepared(recipe, prepared, { ...options, onProgress: ofFit })
  const ofViews = progressOfPart(onProgress, shares.fit, 1)
  const steps = previewSteps(prepared, fitted, enabledSteps(recipe), ofViews)
  const { target, rows } = prepared
  const dealt = triedFolds(prepared.folds)
  const folds = dealt.folds?.slice(0, listedFolds) ?? null
  const drawn = drawnRows(recipe, target, rows.train)
  const preview: RecipePreview = {
    sample: null,
    task: target.task,
    classes:
      target.task === 'classification'
        ? target.classes.map((label, code) => ({ label, count: target.counts[code] ?? 0 }))
        : null,
    rows: {
      total: table.rows,
      used: prepared.used.length,
      ...(table.testFrom === undefined ? {} : { ofTestTable: table.rows - table.testFrom }),
      dropped: prepared.dropped,
      train: rows.train.length,
      validation: rows.validation.length,
      test: rows.test.length,
      ...(drawn === null ? {} : { drawn: drawn.rows }),
      ...(folds === null
        ? {}
        : { folds: folds.map(({ train, validation }) => ({ train: train.length, validation: validation.length })) }),
    },
    inputs: fitted.inputs,
    steps,
    findings: previewFindings(prepared, fitted, {
      problems,
      met,
      dealt,
      steps,
      isSample: (options.wholeRows ?? table.rows) > table.rows,
    }),
  }
  return { prepared, fitted, problems, preview }
}

/** The preview with the columns that are looked at, before and after their steps. */
export function lookAt({ prepared, fitted, preview }: PreviewPlan, looks: readonly Look[]): RecipePreview {
  if (looks.length === 0) return preview
  const chosen = new Map(looks.map(({ step, column }) => [step, column]))
  const shown = preview.steps.map(({ id, columns }) => {
    const column = chosen.get(id)
    if (column === undefined) return null
    return (
      columns.find(({ name }) => name === column) ?? columns.find(({ missing }) => missing > 0) ?? columns[0] ?? null
    )
  })
  const views = viewsOf(prepared, fitted, shown)
  return { ...preview, steps: preview.steps.map((step, at) => ({ ...step, ...views[at] })) }
}

function previewSteps(
  prepared: PreparedRows,
  fitted: FittedRecipe,
  steps: readonly Step[],
  onProgress: OnProgress,
): RecipePreview['steps'] {
  const met = stepColumnsMet(prepared, fitted, onProgress)
  onProgress(1)
  return steps.flatMap((step, at) => {
    const state = fitted.steps[at]
    const columns = met[at] ?? []
    if (state === undefined) return []
    return [
      {
        id: step.id,
        summary: describeStep(step, state, columns, prepared.droppedByStep.get(step.id) ?? 0),
        fitted: fittedTexts(step, state),
        columns,
        before: null,
        after: [],
      },
    ]
  })
}
