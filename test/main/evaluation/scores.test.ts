import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newId } from '../../../src/main/ids.ts'
import type { SplitName } from '../../../src/shared/recipes.ts'
import { importTable, proposal, startApplication, untilEnded } from '../../support/application.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { writePlants } from '../../support/makeTable.ts'

async function plants() {
  const folder = await temporaryFolder()
  const { application } = await startApplication(folder)
  const csv = await writePlants(join(folder, 'plants.csv'), 240)
  const { project, dataset } = await importTable(application, join(folder, 'p.descent'), csv)
  const { handlers } = application
  const train = async (target: string) => {
    const { recipe, config } = await proposal(application, project, dataset.id, target)
    const short = { ...config, training: { ...config.training, epochs: 12 } }
    const started = await handlers['runs.start']({ project, dataset: dataset.id, recipe, config: short })
    return untilEnded(application, project, started.id)
  }
  const ask = (run: string, split: SplitName) => ({ project, run, job: newId(), split })
  return { handlers, project, train, ask }
}

test('scores of classes are those of the evaluation, within their intervals and beside a linear model', async () => {
  const { handlers, project, train, ask } = await plants()
  const run = await train('kind')
  const evaluation = await handlers['evaluation.get']({ project, run: run.id, split: 'test' })
  const scores = await handlers['evaluation.scores'](ask(run.id, 'test'))
  if (scores.task !== 'classification' || evaluation.task !== 'classification') throw new Error('not a classification')
  expect(scores.scores).toMatchObject(evaluation.metrics)
  expect(scores.simplest).toMatchObject(evaluation.baseline)
  expect(scores.classes.map(({ label }) => label)).toEqual(evaluation.classes)
  for (const { actual, predicted, rows } of scores.confusions)
    expect(evaluation.confusion[actual]?.[predicted]).toBe(rows)

  const intervals = await handlers['evaluation.intervals'](ask(run.id, 'test'))
  const { low = NaN, high = NaN } = intervals.intervals.accuracy ?? {}
  expect(scores.scores.accuracy).toBeGreaterThanOrEqual(low)
  expect(scores.scores.accuracy).toBeLessThanOrEqual(high)
  expect(intervals.classes).toHaveLength(scores.classes.length)
  // Drawn from a seed, at any epoch that has the same weights.
  const again = await handlers['evaluation.intervals']({ ...ask(run.id, 'test'), epoch: run.bestEpoch ?? 0 })
  expect(again).toEqual(intervals)

  const linear = await handlers['evaluation.linear'](ask(run.id, 'test'))
  expect(linear.scores.accuracy).toBeGreaterThan(scores.simplest.accuracy ?? NaN)
  expect(linear.epochs).toBeGreaterThan(1)
  expect(await handlers['evaluation.linear'](ask(run.id, 'test'))).toEqual(linear)
})

test('curves of a class go through its cells, and thresholds are chosen by the validation rows', async () => {
  const { handlers, project, train, ask } = await plants()
  const run = await train('kind')
  const curves = await handlers['evaluation.curves']({ ...ask(run.id, 'test'), class: 0 })
  const { classes } = await handlers['evaluation.scores'](ask(run.id, 'test')).then((found) =>
    found.task === 'classification' ? found : { classes: [] },
  )
  expect(curves.positives).toBe(classes[0]?.support)
  expect(curves.roc.area).toBeCloseTo(classes[0]?.rocAuc ?? NaN, 12)
  expect(curves.precisionRecall.averagePrecision).toBeCloseTo(classes[0]?.averagePrecision ?? NaN, 12)
  expect(curves.thresholds[0]).toMatchObject({ truePositives: curves.positives, falsePositives: curves.negatives })
  expect(curves.thresholds.at(-1)).toEqual({ threshold: null, truePositives: 0, falsePositives: 0 })
  const validation = await handlers['evaluation.get']({ project, run: run.id, split: 'validation' })
  const { positives = NaN, negatives = NaN, hull = [] } = curves.validation ?? {}
  expect(positives + negatives).toBe(validation.rows)
  const shown = curves.thresholds.map(({ threshold }) => threshold)
  expect(hull.every(({ threshold }) => shown.includes(threshold))).toBe(true)
  await expect(handlers['evaluation.curves']({ ...ask(run.id, 'test'), class: 9 })).rejects.toThrow(/no such class/)
  await expect(handlers['evaluation.residuals']({ ...ask(run.id, 'test'), column: 'place' })).rejects.toThrow(
    /predicts classes/,
  )
})

test('errors of a number are told by any column, and the largest by row', async () => {
  const { handlers, project, train, ask } = await plants()
  const run = await train('weight')
  const scores = await handlers['evaluation.scores'](ask(run.id, 'train'))
  if (scores.task !== 'regression') throw new Error('not a regression')
  const evaluation = await handlers['evaluation.get']({ project, run: run.id, split: 'train' })
  expect(scores.scores).toMatchObject(evaluation.metrics)
  const sizes = scores.worst.map(({ actual, predicted }) => Math.abs(actual - predicted))
  expect(sizes).toEqual(sizes.toSorted((a, b) => b - a))
  expect(sizes).toHaveLength(20)

  const byPlace = await handlers['evaluation.residuals']({ ...ask(run.id, 'train'), column: 'place' })
  expect(byPlace.groups.reduce((sum, { rows }) => sum + rows, byPlace.otherRows)).toBe(scores.rows)
  const mean = byPlace.groups.reduce((sum, group) => sum + group.mean * group.rows, 0) / scores.rows
  expect(mean).toBeCloseTo(-(scores.scores.bias ?? NaN), 9)
  // The target, too, and columns that the model does not see.
  const byTarget = await handlers['evaluation.residuals']({ ...ask(run.id, 'train'), column: 'weight' })
  expect(byTarget.points.some(({ row }) => row === scores.worst[0]?.row)).toBe(true)
  await expect(handlers['evaluation.residuals']({ ...ask(run.id, 'train'), column: 'no' })).rejects.toThrow(/no column/)
})
