import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { RunConfig } from '../../../src/shared/training.ts'
import { importTable, proposal, startApplication, untilEnded } from '../../support/application.ts'
import { writePlants } from '../../support/makeTable.ts'

/** A run of an hour-glass of layers, with settings of its own. */
async function trained(target: string, rows: number, change: (config: RunConfig) => RunConfig) {
  const { application, folder } = await startApplication()
  const table = await writePlants(join(folder, 'plants.csv'), rows)
  const { project, dataset } = await importTable(application, join(folder, 'p.descent'), table)
  const { recipe, config } = await proposal(application, project, dataset.id, target)
  const { handlers } = application
  const request = { project, dataset: dataset.id, recipe, config: change(config) }
  const { id: run } = await handlers['runs.start'](request)
  await untilEnded(application, project, run)
  return { application, handlers, folder, project, run }
}

const values = { width: '3', height: '2', place: 'wood', kind: 'small', weight: '14' }
const choice = { level: 0.9, sets: 'smallest' as const }

test(
  'classes: a temperature makes probabilities truer, everywhere, until it is taken back',
  { timeout: 240_000 },
  async () => {
    const { application, handlers, folder, project, run } = await trained('kind', 400, (config) => ({
      ...config,
      // Much too sure of itself: many units, long trained.
      training: { ...config.training, epochs: 60, earlyStopping: null },
    }))
    const ofRun = { project, run }
    const row = () => handlers['predictions.row']({ ...ofRun, values, conformal: choice })
    const logLoss = async () => {
      const evaluation = await handlers['evaluation.get']({ ...ofRun, split: 'validation' })
      return evaluation.task === 'classification' ? evaluation.metrics.logLoss : null
    }
    const [before, lossBefore] = [await row(), await logLoss()]
    expect(before.set).toContain(before.prediction)

    const { temperature, metrics } = await handlers['calibration.fitTemperature']({ ...ofRun, job: 't' })
    const value = temperature?.value ?? NaN
    const { validation } = temperature?.logLoss ?? { validation: null }
    expect(validation?.before).toBeCloseTo(lossBefore ?? NaN, 6)
    expect(validation?.after).toBeLessThanOrEqual(validation?.before ?? NaN)
    expect(await logLoss()).toBeCloseTo(validation?.after ?? NaN, 9)
    expect(temperature?.calibrationError.test?.after).toBeGreaterThanOrEqual(0)
    expect(metrics?.validation).toMatchObject({ logLoss: await logLoss() })

    // The odds of any two classes are those of before to the power of 1/T.
    const after = await row()
    const odds = ({ probabilities }: typeof after) =>
      Math.log((probabilities?.[0]?.probability ?? NaN) / (probabilities?.[1]?.probability ?? NaN))
    expect(odds(after)).toBeCloseTo(odds(before) / value, 2)
    expect(after.prediction).toBe(before.prediction)
    // An exported file is checked against the calibrated model before it is handed over.
    const exported = await handlers['exports.create']({ ...ofRun, job: 'e', format: 'javascript' })
    expect(exported.check).toMatchObject({ state: 'passed' })

    const path = join(folder, 'new.csv')
    await writeFile(path, `${Object.keys(values).join(',')}\n${Object.values(values).join(',')}\n`)
    const { file } = await application.files.register(path, 'new.csv')
    const output = { format: 'csv' as const, conformal: choice, flags: true }
    const report = await handlers['predictions.file']({ ...ofRun, job: 'f', file, options: {}, output })
    expect(report.added).toEqual([
      'prediction',
      'probability_flat',
      'probability_large',
      'probability_small',
      'set_90',
      'flags',
    ])
    expect(report.preview.rows[0]?.at(-2)?.split(' | ').toSorted()).toEqual(after.set?.toSorted())

    await handlers['calibration.clearTemperature']({ ...ofRun, job: 'c' })
    expect(await row()).toEqual(before)
    expect(await logLoss()).toBe(lossBefore)
  },
)

test(
  'numbers: intervals of a level, with how often they held, in the row as in the file',
  { timeout: 240_000 },
  async () => {
    const { application, handlers, folder, project, run } = await trained('weight', 400, (config) => config)
    const ofRun = { project, run }
    const report = await handlers['calibration.conformal']({ ...ofRun, job: 'j', ...choice })
    expect(report).toMatchObject({ level: 0.9, rowsNeeded: 9, rule: { kind: 'residual' }, test: { rows: 60 } })
    const threshold = report.rule?.threshold ?? NaN
    expect(report.test?.size).toBeCloseTo(2 * threshold, 9)
    const { prediction, interval, set } = await handlers['predictions.row']({ ...ofRun, values, conformal: choice })
    expect(set).toBeNull()
    expect(interval?.lower).toBeCloseTo(Number(prediction) - threshold, 9)
    expect(interval?.upper).toBeCloseTo(Number(prediction) + threshold, 9)

    const path = join(folder, 'new.csv')
    await writeFile(path, `${Object.keys(values).join(',')}\n${Object.values(values).join(',')}\n`)
    const { file } = await application.files.register(path, 'new.csv')
    const output = { format: 'csv' as const, conformal: choice, flags: false }
    const predicted = await handlers['predictions.file']({ ...ofRun, job: 'f', file, options: {}, output })
    expect(predicted.added).toEqual(['prediction', 'interval_90_lower', 'interval_90_upper'])
    const text = await readFile(application.artifacts.resolve(predicted.artifact).path, 'utf8')
    expect(text.split('\r\n')[1]).toBe(
      [...Object.values(values), prediction, interval?.lower, interval?.upper].map(String).join(','),
    )
    await expect(handlers['calibration.fitTemperature']({ ...ofRun, job: 't' })).rejects.toMatchObject({
      kind: 'usage',
    })
  },
)
