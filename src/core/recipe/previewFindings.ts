import type { Finding } from '../../shared/datasets.ts'
import { DescentError } from '../../shared/errors.ts'
import { splitNames, stageOfStep, type FittedRecipe, type Recipe, type RecipePreview } from '../../shared/recipes.ts'
import { countMissing, gatherColumn, ignoreRemedy, type Problem } from './columns.ts'
import { percent } from './describeWords.ts'
import { disguisedTargets } from './disguisedTarget.ts'
import { enabledSteps } from './enabledSteps.ts'
import { fillRemedy } from './finalChecks.ts'
import { lackingRows } from './lackingRows.ts'
import { nothingToFill } from './nothingToFill.ts'
import { drawnRows } from './resample.ts'
import { partWeights, rowWeights, weightColumn } from './rowWeights.ts'
import { stepColumns } from './selection.ts'
import { dealFindings } from './split/dealFindings.ts'
import { emptyParts } from './split/emptyParts.ts'
import { foldFindings, type DealtFolds } from './split/foldFindings.ts'
import { seriesFindings } from './windows/findings.ts'
import { joined } from './split.ts'
import type { PreparedRows } from './usableRows.ts'

/** Drawn rows for each training row, from which on they are worth a word. */
const notableGrowth = 2

/** What a person should know of a recipe before it is trained with: what cannot be, then what should not be. */
export function previewFindings(
  prepared: PreparedRows,
  fitted: FittedRecipe,
  {
    problems,
    met,
    isSample,
    dealt,
    steps,
  }: {
    problems: readonly Problem[]
    met: ReadonlySet<string>
    isSample: boolean
    dealt: DealtFolds
    steps: RecipePreview['steps']
  },
): Finding[] {
  const { recipe } = fitted
  return [
    ...problems.map(problemFinding),
    ...gapFindings(prepared, fitted, problems),
    ...weightFindings(recipe, prepared, isSample),
    ...(isSample ? [] : emptyParts(recipe.split, prepared.rows)),
    ...(isSample ? [] : classFindings(prepared)),
    ...(isSample ? [] : drawnFindings(recipe, prepared)),
    ...(isSample ? [] : dealFindings(recipe, prepared, dealt.folds)),
    ...(isSample ? [] : foldFindings(recipe, prepared.table, dealt)),
    ...(isSample ? [] : nothingToFill(recipe, steps)),
    ...seriesFindings(recipe, { ...prepared, folds: dealt.folds }),
    ...disguisedTargets(recipe, prepared),
    ...selectionFindings(prepared, fitted, met),
  ]
}

function problemFinding(problem: Problem): Finding {
  return {
    kind: problem.kind,
    severity: 'warning',
    column: problem.column,
    ...(problem.step === undefined ? {} : { step: problem.step }),
    message: `${problem.message} ${problem.hint}`,
    remedies: problem.remedies,
  }
}

/** Features that rows outside the training part lack, which the fit could not know. */
function gapFindings(
  { worked, rows, features }: PreparedRows,
  fitted: FittedRecipe,
  problems: readonly Problem[],
): Finding[] {
  if (problems.length > 0) return []
  const measured = joined([rows.validation, rows.test])
  return Array.from(lackingRows(worked, fitted, measured), ([column, count]) => {
    const feature = features.find(({ name }) => name === column)
    // Gaps that the steps themselves make are filled behind them, which is for a person to say.
    const isOfTable = feature?.kind === 'number' && countMissing(gatherColumn(feature, measured)) > 0
    return {
      kind: 'missingOutsideTraining',
      severity: 'warning',
      column,
      message: `“${column}” has no value in ${count} of ${measured.length} validation and test rows after the last step, though it has in all training rows: such rows are left out and get no prediction. Add a step that fills missing values of “${column}”.`,
      remedies: isOfTable ? [fillRemedy(column)] : [],
    }
  })
}

/** Weights that training would refuse. In a sample all may be 0 by chance. */
function weightFindings(recipe: Recipe, { worked, rows }: PreparedRows, isSample: boolean): Finding[] {
  const column = weightColumn(recipe)
  if (column === null) return []
  try {
    if (isSample)
      for (const part of splitNames) rowWeights(worked, recipe, rows[part], new Float32Array(rows[part].length))
    else partWeights(worked, recipe, rows)
    return []
  } catch (error) {
    if (!(error instanceof DescentError)) throw error
    const message = [error.message, ...(error.hint === undefined ? [] : [error.hint])].join(' ')
    const remedies: Finding['remedies'] = [ignoreRemedy(column)]
    return [{ kind: 'unusableWeight', severity: 'warning', column, message, remedies }]
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
      remedies: [{ kind: 'stratify', label: 'Stratify the split' }],
    })
  }
  return findings
}

/** Ratios of the rarest class to the most frequent one that a person may be offered instead. */
const smallerRatios = [0.5, 0.2, 0.1, 0.05, 0.02, 0.01]

/** Rare classes drawn so often that every epoch takes far longer. */
function drawnFindings(recipe: Recipe, { target, rows: { train } }: PreparedRows): Finding[] {
  const withRatio = (ratio: number): Recipe => ({
    ...recipe,
    steps: recipe.steps.map((step) => (step.kind === 'resampleClasses' ? { ...step, ratio } : step)),
  })
  const drawn = drawnRows(recipe, target, train)
  if (drawn === null || drawn.rows <= notableGrowth * train.length) return []
  const enough = smallerRatios.find(
    (ratio) => (drawnRows(withRatio(ratio), target, train)?.rows ?? 0) <= notableGrowth * train.length,
  )
  const times = Number((drawn.rows / train.length).toPrecision(2)).toLocaleString('en-US')
  return [
    {
      kind: 'manyDrawnRows',
      severity: 'warning',
      column: drawn.column,
      step: drawn.step,
      message: `Resampling makes ${drawn.rows.toLocaleString('en-US')} rows of the ${train.length.toLocaleString('en-US')} training rows: an epoch takes ${times} times as long. Choose a smaller ratio, or let rare classes weigh more.`,
      remedies:
        enough === undefined
          ? []
          : [
              {
                kind: 'editStep',
                label: `Draw rare classes up to ${percent(enough)} of the largest`,
                step: drawn.step,
                settings: { ratio: enough },
              },
            ],
    },
  ]
}

/** Steps that name columns they never meet. */
function selectionFindings(
  { table, features }: PreparedRows,
  fitted: FittedRecipe,
  met: ReadonlySet<string>,
): Finding[] {
  const known = new Set([...features.map(({ name }) => name), ...met, ...fitted.inputs.map(({ name }) => name)])
  const onFeatures = enabledSteps(fitted.recipe).filter(({ kind }) => stageOfStep[kind] !== 'table')
  return onFeatures.flatMap((step) => {
    const columns = stepColumns(step)
    const isMet = (name: string): boolean =>
      known.has(name) || (step.kind === 'dropOutlierRows' && table.columns.some((column) => column.name === name))
    const unknown = Array.isArray(columns) ? columns.filter((name) => !isMet(name)) : []
    return unknown.map((column): Finding => {
      const isTarget = column === fitted.recipe.target
      return {
        kind: 'stepWithoutColumn',
        severity: isTarget ? 'warning' : 'info',
        column,
        step: step.id,
        message: isTarget
          ? `A step names “${column}”, which is the target: steps change features alone, so it is passed over. The target has settings of its own for what is learned of it.`
          : `A step names “${column}”, which is not a feature; it is passed over.`,
        remedies: [],
      }
    })
  })
}
