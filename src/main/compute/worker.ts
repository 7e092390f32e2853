import { importanceOf } from '../../core/search/importance.ts'
import { planTrial } from '../studies/trialPlan.ts'
import { withTestRows } from '../../core/recipe/split/testTable.ts'
import { DescentError } from '../../shared/errors.ts'
import { loadReaders } from '../datasets/native.ts'
import { serveThread } from '../threads/serve.ts'
import { Transferred } from '../threads/messages.ts'
import { loadEngine } from '../training/native.ts'
import type { Engine } from '../training/native.ts'
import { besideColumns } from './beside.ts'
import { calendarFor } from './calendarFor.ts'
import { conformalOf, fitModelTemperature } from './calibration.ts'
import { decodeColumn } from './decodeColumn.ts'
import { evaluateSplits } from './evaluate.ts'
import { checkModel, checkOnnx, checkSafetensors, compareFound, writeExport, writeRows } from './exports/exporting.ts'
import { checkPmml } from './exports/pmml.ts'
import { refusalsOf } from './exports/refusals.ts'
import { explainOperations } from './explain/answer.ts'
import { findApartReference, findNearest } from './nearest.ts'
import { openOnnx, predictOnnx } from './onnx.ts'
import type { OnnxModel } from './onnx.ts'
import { predictBatch } from './predict.ts'
import { RecipePreviews, relationsOf } from './preview.ts'
import { prepareData } from './prepare.ts'
import { rowValues } from './rowValues.ts'
import { compareMeasures, measureRows } from './rowMeasures.ts'
import { Rechecks } from './recheck.ts'
import { RowsBehindMarks } from './rowsBehind.ts'
import { ScoreBook } from './scores.ts'
import { Slices } from './slices.ts'
import type { ComputeOperations, ComputeProgress, PredictedBatch } from './protocol.ts'
import { WorkedSteps } from './workedSteps.ts'

/** Least time between two notices of progress, in milliseconds. */
const PROGRESS_EVERY = 100

serveThread<ComputeOperations, ComputeProgress, { addon: string }>(({ addon }, notify) => {
  let engine: Engine | null = null
  const native = () => (engine ??= loadEngine(new URL(addon)))
  const readers = () => loadReaders(new URL(addon))

  let steps: WorkedSteps | null = null
  const worked = () => (steps ??= new WorkedSteps(native()))
  let previews: RecipePreviews | null = null
  const marks = new RowsBehindMarks(native)
  const rechecks = new Rechecks(native, marks)
  const scores = new ScoreBook(native)
  const slices = new Slices(marks)
  let opened: OnnxModel | null = null
  let lastNotice = 0
  const progress = (fraction: number) => {
    const now = performance.now()
    if (now - lastNotice < PROGRESS_EVERY) return
    lastNotice = now
    notify({ fraction })
  }

  return {
    decodeColumn: ({ kind, rows, chunks }) => decodeColumn(kind, rows, chunks),
    joinTables: ({ table, test }) => withTestRows(table, test, (bytes) => new SharedArrayBuffer(bytes)),
    prepare: async ({ table, recipe, ...options }) =>
      prepareData(table, recipe, { ...options, calendar: await calendarFor(recipe), onProgress: progress }),
    preview: async (question) => {
      const calendar = await calendarFor(question.recipe)
      return (previews ??= new RecipePreviews(readers())).preview(question, progress, calendar)
    },
    holidayPlaces: async () => (await import('./holidays.ts')).holidayPlaces(),
    relations: ({ table, target, task }) => relationsOf(readers(), table, target, task),
    evaluate: (question) => evaluateSplits(native(), question),
    scores: (seen) => scores.scores(seen),
    scoreTable: (seen) => scores.table(seen),
    scoreIntervals: (seen) => scores.intervals(seen, progress),
    classCurves: (question) => scores.curves(question),
    residuals: (question) => scores.residuals(question),
    rowsBehind: (question) => marks.find(question),
    ...explainOperations(native, readers, progress),
    slicesByColumn: (question) => slices.byColumn(question, progress),
    addSlicedColumn: (question) => slices.add(question),
    finishSlices: (question) => slices.finish(question, progress),
    addRecheckedEpoch: (question) => rechecks.add(question),
    finishRecheck: (question) => rechecks.finish(question),
    conformal: (question) => conformalOf(native(), question),
    fitTemperature: (question) => fitModelTemperature(native(), question),
    workStep: (question) => worked().work(question),
    stepUnit: (question) => worked().unit(question),
    checkGradient: (question) => worked().check(question),
    planTrial: ({ study, index, history }) => planTrial(study, index, history),
    importance: ({ space, settings, history }) => importanceOf(space, settings, history),
    measureRows: (question) => measureRows(native(), question),
    compareMeasures: (question) => compareMeasures(question, progress),
    rowValues: (question) => rowValues(question),
    apartReference: (question) => findApartReference(question),
    nearest: (question) => findNearest(native(), readers(), question),
    predictColumns: ({ plan, ...batch }) => {
      const rule = plan.ranges?.rule ?? null
      return besideColumns(plan, predictBatch(native(), readers(), { ...batch, ...plan, rule }))
    },
    csvRecords: ({ columns, rows }) => readers().csvRecords(columns, rows),
    sheetRows: ({ columns, from, to, first }) => readers().sheetRows(columns, from, to, first),
    predict: (batch) => movedBatch(predictBatch(native(), readers(), batch)),
    writeExport: async (request) => {
      await writeExport(native(), request)
      return null
    },
    exportRefusals: ({ model }) => refusalsOf(model),
    checkOnnx: ({ path, model, ...checked }) => checkOnnx(native(), path, model, checked),
    checkModel: ({ model, found, ...checked }) => checkModel(native(), model, found, checked),
    checkSafetensors: ({ path, model, ...checked }) => checkSafetensors(native(), path, model, checked),
    checkPmml: ({ path, model, ...checked }) => checkPmml(native(), path, model, checked),
    writeRows: async ({ path, model, ...checked }) => {
      await writeRows(path, model, checked)
      return null
    },
    compareFound: ({ found, model, ...checked }) => compareFound(native(), model, checked, found),
    openOnnx: async ({ path }) => {
      await opened?.close()
      opened = await openOnnx(path)
      return opened.schema
    },
    predictOnnx: async (batch) => {
      if (opened === null) throw new DescentError('not-found', 'No model is open.')
      return movedBatch(await predictOnnx(readers(), opened, batch))
    },
    predictOnnxColumns: async ({ plan, ...batch }) => {
      if (opened === null) throw new DescentError('not-found', 'No model is open.')
      return besideColumns(plan, await predictOnnx(readers(), opened, batch))
    },
  }
})

function movedBatch(batch: PredictedBatch): Transferred<PredictedBatch> {
  return new Transferred(batch, [batch.details.buffer as ArrayBuffer])
}
